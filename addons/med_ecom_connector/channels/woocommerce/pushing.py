"""Stock and prices to WooCommerce, in batches that answer per row."""

from ..errors import NotFoundError, RejectedError
from ..money import to_decimal, whole_units
from ..neutral import ItemResult
from ..reading import Reader
from .catalog import number_id

_REFUSALS = (RejectedError, NotFoundError)


def fetch_stock(client, variants):
    """The shop's figures now, of articles whose stock it manages."""
    groups = {}
    for variant in variants:
        groups.setdefault(_parent_id(variant), []).append(variant.external_id)
    found = {}
    for parent_id, ids in groups.items():
        for payload in client.articles_by_id(parent_id, ids):
            row = Reader(payload)
            if row.data.get("manage_stock") is True and row.data.get("stock_quantity") is not None:
                found[row.identifier("id")] = row.number("stock_quantity")
    return found


def push_stock(client, levels):
    """Set stock figures, switching on stock management for the product.

    WooCommerce silently ignores a figure for a product whose stock it does not manage, so the
    answer is checked too.
    """
    wanted = []
    for level in levels:
        pieces = whole_units(level.quantity)
        wanted.append((level.variant, {"manage_stock": True, "stock_quantity": pieces}))

    def check(values, row):
        if row.get("manage_stock") is True and row.get("stock_quantity") == values["stock_quantity"]:
            return ""
        return "The shop does not manage stock for this product."

    return _push(client, wanted, check)


def push_prices(client, prices):
    """Set regular and sale prices, which are in the shop's own currency."""
    currency = client.currency()
    wanted, foreign = [], {}
    for price in prices:
        if price.currency != currency:
            error = f"The shop's prices are in {currency}, not in {price.currency}."
            foreign[price.variant.external_id] = ItemResult(price.variant.external_id, False, error)
        else:
            wanted.append((price.variant, _price_values(price)))

    def check(values, row):
        try:
            same = all(_same_price(row.get(key), value) for key, value in values.items())
        except ValueError:
            same = False
        if same and values.get("sale_price") and row.get("on_sale") is False:
            return "The shop has dates of its own for this sale, and is not in them."
        return "" if same else "The shop did not take this price."

    results = {result.external_id: result for result in _push(client, wanted, check)} | foreign
    return [results[price.variant.external_id] for price in prices]


def _price_values(price):
    if price.is_sale:
        return {"regular_price": f"{price.regular:f}", "sale_price": f"{price.amount:f}"}
    values = {"regular_price": f"{price.amount:f}"}
    return values if price.regular is None else {**values, "sale_price": ""}


def _same_price(shown, sent):
    """An empty text is no price."""
    return shown == sent if sent == "" else to_decimal(shown) == to_decimal(sent)


def _push(client, wanted, check):
    """Write ``(variant, values)`` rows, one call for products and one per product with variations."""
    groups = {}
    for variant, values in wanted:
        groups.setdefault(_parent_id(variant), {})[variant.external_id] = values
    results = {}
    for parent_id, rows in groups.items():
        results |= _push_group(client, parent_id, rows, check)
    return [results[variant.external_id] for variant, _values in wanted]


def _parent_id(variant):
    return variant.product_id if variant.product_id != variant.external_id else ""


def _push_group(client, parent_id, rows, check):
    try:
        answered = client.write_batch(parent_id, [{"id": number_id(key), **row} for key, row in rows.items()])
    except _REFUSALS as error:
        # Errors of rows come inside a good answer: this one is about all of them
        return {key: ItemResult(key, False, error.detail or str(error)) for key in rows}
    by_id = {str(row.get("id")): row for row in answered if isinstance(row, dict)}
    return {key: _outcome(key, values, by_id.get(key), check) for key, values in rows.items()}


def _outcome(key, values, row, check):
    if row is None:
        return ItemResult(key, False, "The shop did not answer for this product.")
    error = row.get("error")
    if error:
        message = error.get("message") if isinstance(error, dict) else error
        return ItemResult(key, False, str(message)[:500])
    problem = check(values, row)
    return ItemResult(key, not problem, problem)
