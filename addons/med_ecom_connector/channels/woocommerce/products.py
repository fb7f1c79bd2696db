"""WooCommerce's products with their variations to neutral dataclasses. Pure functions."""

from ..catalogue import ProductOption, ProductVariant, ShopProduct
from ..reading import Reader
from .catalog import own_codes
from .wording import plain


def parse_product(payload, variations, currency):
    """Read a product; ``variations`` are its rows, none for a simple product."""
    row = Reader(payload)
    choices = [one for one in row.children("attributes", ()) if one.flag("variation", False)]
    options = tuple(ProductOption(plain(one.text("name")), _texts(one, "options")) for one in choices)
    variants = [_variant(Reader(own_codes(one, payload)), currency, options) for one in variations]
    return ShopProduct(
        external_id=row.identifier("id"),
        name=plain(row.text("name", "")),
        description=row.text("description", "") or row.text("short_description", ""),
        status="published" if row.text("status", "") == "publish" else "draft",
        options=options if variations else (),
        categories=tuple(plain(one.text("name")) for one in row.children("categories", ())),
        image_urls=tuple(filter(None, (one.text("src", "") for one in row.children("images", ())))),
        variants=tuple(variants) if variations else (_variant(row, currency, ()),),
    )


def _texts(row, key):
    rows = row.data.get(key) or ()
    if not isinstance(rows, (list, tuple)) or not all(isinstance(one, str) for one in rows):
        row.fail(key, "is not a list of texts")
    return tuple(map(plain, rows))


def _variant(row, currency, options):
    chosen = {}
    if options:
        rows = row.children("attributes", ())
        given = {plain(one.text("name", "")): plain(one.text("option", "")) for one in rows}
        # "any value" of an option is written as no value: such a variation stands for the first one
        chosen = {one.name: given.get(one.name) or next(iter(one.values), "") for one in options}
    price = row.number("regular_price") if row.data.get("regular_price") else None
    image = row.child("image", {}) if options else None
    return ProductVariant(
        external_id=row.identifier("id"),
        sku=row.text("sku", ""),
        barcode=row.text("global_unique_id", ""),
        options=chosen,
        prices={} if price is None else {currency: price},
        image_url=image.text("src", "") if image else "",
    )
