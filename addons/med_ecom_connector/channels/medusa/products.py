"""Medusa's products to neutral dataclasses. Pure functions."""

from decimal import Decimal

from ..catalogue import ProductOption, ProductVariant, ShopProduct
from ..reading import Reader
from . import catalog, const

_LAST = Decimal(1_000_000)


def parse_product(payload):
    """Read a row of ``GET /admin/products`` with ``const.PRODUCT_FIELDS``."""
    row = Reader(payload)
    options = {one.identifier("id"): one for one in row.children("options", ())}
    titles = {key: one.text("title") for key, one in options.items()}
    rows = row.children("variants", ())
    # the shop needs an option even where there is nothing to choose
    plain = len(rows) <= 1 and all(_is_filler(one) for one in options.values())
    return ShopProduct(
        external_id=row.identifier("id"),
        name=row.text("title", ""),
        description=row.text("description", ""),
        status="published" if row.text("status", "") == "published" else "draft",
        options=() if plain else tuple(_option(one) for one in options.values()),
        categories=tuple(one.text("name") for one in row.children("categories", ())),
        image_urls=_pictures(row),
        variants=tuple(_variant(one, {} if plain else titles) for one in rows),
    )


def _option(row):
    """Values come in any order; those without a rank stay as they came, at the end."""
    values = sorted(row.children("values", ()), key=lambda one: one.number("rank", _LAST))
    return ProductOption(row.text("title"), tuple(one.text("value") for one in values))


def _is_filler(option):
    return [one.text("value", "") in const.EMPTY_TITLES for one in option.children("values", ())] in (
        [],
        [True],
    )


def _pictures(row):
    urls = [one.text("url", "") for one in row.children("images", ())]
    return tuple(dict.fromkeys(filter(None, [row.text("thumbnail", ""), *urls])))


def _variant(row, titles):
    chosen = {}
    for one in row.children("options", ()):
        title = titles.get(one.identifier("option_id", ""))
        if title:
            chosen[title] = one.text("value")
    prices = {
        price.text("currency_code").upper(): price.number("amount")
        for price in row.children("prices", ())
        if catalog.is_plain_price(price.data)
    }
    return ProductVariant(
        external_id=row.identifier("id"),
        sku=row.text("sku", ""),
        barcode=next(filter(None, (row.text(key, "") for key in const.BARCODE_KEYS)), ""),
        options=chosen,
        prices=prices,
        image_url=row.text("thumbnail", ""),
    )
