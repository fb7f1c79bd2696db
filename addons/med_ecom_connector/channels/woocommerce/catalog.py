"""WooCommerce's products to neutral dataclasses. Pure functions."""

from ..neutral import ShopVariant
from ..reading import Reader
from . import const
from .wording import plain


def number_id(external_id):
    """The id as the number that the shop wants; what is none, the shop shall refuse."""
    return int(external_id) if external_id.isdecimal() and external_id.isascii() else external_id


def own_codes(variation, parent):
    """A variation without the codes of its parent, which it shows where it has none.

    Codes are unique in a shop, so a variation's own one is never its parent's.
    """
    shown = {key: variation.get(key) for key in ("sku", "global_unique_id")}
    return {**variation, **{key: "" for key, code in shown.items() if code and code == parent.get(key)}}


def is_variable(payload):
    """Also variable subscriptions and the like, which plug-ins bring."""
    return str(payload.get("type")).startswith("variable")


def is_sold(payload):
    return payload.get("type") not in const.UNSOLD_TYPES


def parse_variant(payload, currency, parent=None):
    """Read a simple product, or a variation of the product ``parent``."""
    row = Reader(payload if parent is None else own_codes(payload, parent))
    external_id, name = row.identifier("id"), plain(row.text("name", ""))
    price = row.number("regular_price") if row.data.get("regular_price") else None
    if parent is not None:
        whole = plain(Reader(parent).text("name", ""))
        name = f"{whole} ({name})" if name else whole
    return ShopVariant(
        external_id=external_id,
        product_id=Reader(parent).identifier("id") if parent is not None else external_id,
        sku=row.text("sku", ""),
        name=name,
        inventory_id=external_id,
        # a variation whose stock its parent manages has the text "parent" here
        managed=row.data.get("manage_stock") is True,
        stock=row.number("stock_quantity") if row.data.get("stock_quantity") is not None else None,
        prices={} if price is None else {currency: price},
        barcode=row.text("global_unique_id", ""),
    )
