"""Medusa's variants to neutral dataclasses. Pure functions."""

from ..neutral import ShopVariant
from ..reading import Reader
from . import const


def full_name(product, variant):
    """Name of an article; the variant's own is left out where it says nothing more."""
    return product if variant in (product, *const.EMPTY_TITLES) else f"{product} ({variant})"


def parse_variant(payload, location_id=""):
    """Read a row of ``GET /admin/product-variants`` with ``const.VARIANT_FIELDS``."""
    variant = Reader(payload)
    product = variant.child("product", {})
    prices, price_ids = {}, {}
    for price in variant.children("prices", ()):
        if not is_plain_price(price.data):
            continue
        currency = price.text("currency_code").upper()
        prices[currency], price_ids[currency] = price.number("amount"), price.identifier("id", "")
    links = variant.children("inventory_items", ())
    # A bundle of several stock articles has no single figure we could write
    link = links[0] if len(links) == 1 else None
    return ShopVariant(
        external_id=variant.identifier("id"),
        product_id=variant.identifier("product_id", "") or product.identifier("id", ""),
        sku=variant.text("sku", ""),
        name=full_name(product.text("title", ""), variant.text("title", "")),
        inventory_id=link.identifier("inventory_item_id") if link else "",
        managed=variant.flag("manage_inventory", True) and link is not None,
        stock=_stocked(link, location_id) if link else None,
        prices=prices,
        price_ids=price_ids,
        barcode=next(filter(None, (variant.text(key, "") for key in const.BARCODE_KEYS)), ""),
    )


def is_plain_price(row):
    """Whether a price holds for everybody: not for a region, a customer group or a quantity."""
    return bool(row.get("currency_code")) and not any(row.get(key) for key in const.SPECIAL_PRICE_KEYS)


def _stocked(link, location_id):
    levels = link.child("inventory", {}).children("location_levels", ())
    for level in levels:
        if level.identifier("location_id") == location_id:
            return level.number("stocked_quantity", 0)
    return None
