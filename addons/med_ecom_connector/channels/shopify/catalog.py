"""Shopify's variants to neutral dataclasses. Pure functions."""

from ..neutral import ShopVariant
from ..reading import Reader
from . import const
from .ids import number_of


def parse_variant(payload, currency):
    """A variant as the document of variants gives it.

    :param str currency: of the shop
    :return: :class:`~..neutral.ShopVariant`
    :raises PayloadError: naming the field at fault
    """
    row = Reader(payload)
    product, item = row.child("product"), row.child("inventoryItem")
    title = row.text("title", "")
    name = product.text("title", "")
    return ShopVariant(
        external_id=number_of(row),
        product_id=number_of(product),
        sku=row.text("sku", ""),
        name=name if title in ("", const.ONLY_VALUE) else f"{name} ({title})",
        inventory_id=number_of(item),
        managed=item.flag("tracked", False),
        stock=_stock(row, item),
        prices={currency: row.number("price")},
        barcode=row.text("barcode", ""),
    )


def _stock(row, item):
    """What is available at the chosen location; without one, in the whole shop."""
    if "inventoryLevel" in item.data:
        return available(item.data["inventoryLevel"], item.at("inventoryLevel"))
    return row.number("inventoryQuantity", None) if row.data.get("inventoryQuantity") is not None else None


def available(level, path="inventoryLevel"):
    """The available quantity of an inventory level; None where the article is not kept there."""
    if level is None:
        return None
    rows = Reader(level, path).children("quantities", ())
    return next((row.number("quantity") for row in rows if row.text("name", "") == "available"), None)
