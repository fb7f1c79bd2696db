"""Shopify's products with their variants to neutral dataclasses."""

from ..catalogue import ProductOption, ProductVariant, ShopProduct
from ..errors import NotFoundError
from ..reading import Reader
from . import const, queries
from .ids import gid, is_number, number_of
from .pages import nodes_of

#: products of one query: their variants and pictures come with them, and cost points
MAX_PRODUCTS = 20


def product_pages(client, page_size):
    """Yield pages of all products."""
    currency = currency_of(client)
    for nodes, _data in client.edges(queries.products.PRODUCTS, "products", min(page_size, MAX_PRODUCTS)):
        rows = read(client, [Reader(row).identifier("id") for row in nodes])
        if rows:
            yield [parse_product(row, currency) for row in rows]


def fetch_products(client, external_ids):
    """These products now; what is not a product's number is left out, as unknown ones are."""
    currency = currency_of(client)
    ids = [gid("Product", number) for number in external_ids if is_number(number)]
    return [parse_product(row, currency) for row in read(client, ids)]


def currency_of(client):
    """The shop's own currency, in which variants have their prices."""
    return Reader(client.run(queries.products.CURRENCY)).child("shop").text("currencyCode")


def read(client, ids):
    """Payloads of products, each with all its variants."""
    rows = []
    for start in range(0, len(ids), MAX_PRODUCTS):
        rows += client.nodes(queries.products.PRODUCT_DETAILS, ids[start : start + MAX_PRODUCTS])
    return [row for row in rows if _complete(client, row)]


def _complete(client, row):
    document = queries.products.MORE_VARIANTS
    try:
        row["variants"] = {"nodes": client.rest(document, row["id"], "variants", row.get("variants"))}
    except NotFoundError:
        return False  # deleted just now
    return True


def parse_product(payload, currency):
    """Read a row of ``PRODUCT_DETAILS``.

    The product type is the category: a product of Shopify is in any number of collections, most of them
    filled by rules of the shop's own, but has one type. Without one, Shopify's own taxonomy will do.
    """
    row = Reader(payload)
    plain = row.flag("hasOnlyDefaultVariant", False)
    category = row.text("productType", "") or row.child("category", {}).text("name", "")
    return ShopProduct(
        external_id=number_of(row),
        name=row.text("title", ""),
        description=row.text("descriptionHtml", ""),
        status="published" if row.text("status") in const.ON_SALE else "draft",
        options=() if plain else tuple(_option(one) for one in row.children("options", ())),
        categories=(category,) if category else (),
        image_urls=tuple(_pictures(row)),
        variants=tuple(_variant(one, currency, plain) for one in nodes_of(row, "variants")),
    )


def _option(row):
    return ProductOption(
        row.text("name"), tuple(one.text("name") for one in row.children("optionValues", ()))
    )


def _pictures(row):
    """A video has no image; a picture has none until the shop has loaded it."""
    for one in nodes_of(row, "media"):
        url = one.child("image", {}).text("url", "")
        if url:
            yield url


def _variant(row, currency, plain):
    return ProductVariant(
        external_id=number_of(row),
        sku=row.text("sku", ""),
        barcode=row.text("barcode", ""),
        options={} if plain else options_of(row),
        prices={currency: row.number("price")},
    )


def options_of(row):
    """:return: dict of option to the variant's value"""
    return {one.text("name"): one.text("value") for one in row.children("selectedOptions", ())}
