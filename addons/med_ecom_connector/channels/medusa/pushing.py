"""Stock and prices to Medusa, with an outcome per row though the shop answers per batch."""

from ..errors import NotFoundError, RejectedError
from ..money import json_number, whole_units
from ..neutral import ItemResult
from ..reading import Reader
from . import const
from .catalog import is_plain_price

_REFUSALS = (RejectedError, NotFoundError)
_UNKNOWN = "The shop does not know this product any more."
_NO_STOCK = "The shop keeps no stock for this product."


def fetch_stock(client, location_id, variants):
    """What the location holds of these articles now, goods of open orders included."""
    wanted = {ref.inventory_id: ref.external_id for ref in variants if ref.inventory_id}
    levels = client.levels(wanted, location_id) if wanted else {}
    return {
        wanted[key]: Reader(level).number("stocked_quantity", 0)
        for key, level in levels.items()
        if level and key in wanted
    }


def push_stock(client, location_id, levels):
    """Set stocked quantities at a location.

    Optimistic: most rows exist already, so one call does it. When the shop refuses, ask which
    levels are missing and try again, and only then go row by row to find the culprit.
    """
    rows = {}
    results = {}
    for level in levels:
        ref = level.variant
        if not ref.inventory_id:
            results[ref.external_id] = ItemResult(ref.external_id, False, _NO_STOCK)
            continue
        rows[ref.external_id] = {
            "inventory_item_id": ref.inventory_id,
            "location_id": location_id,
            "stocked_quantity": whole_units(level.quantity),
        }
    if rows:
        results.update(_write_levels(client, location_id, rows))
    return [results[level.variant.external_id] for level in levels]


def _write_levels(client, location_id, rows):
    try:
        client.write_levels([], list(rows.values()))
    except _REFUSALS:
        return _write_levels_carefully(client, location_id, rows)
    return _all_done(rows)


def _write_levels_carefully(client, location_id, rows):
    located = client.levels({row["inventory_item_id"] for row in rows.values()}, location_id)
    known = {key: row for key, row in rows.items() if row["inventory_item_id"] in located}
    results = {key: ItemResult(key, False, _UNKNOWN) for key in rows.keys() - known}
    create = [row for row in known.values() if not located[row["inventory_item_id"]]]
    update = [row for row in known.values() if located[row["inventory_item_id"]]]
    try:
        if known:
            client.write_levels(create, update)
        return results | _all_done(known)
    except _REFUSALS:
        return results | _write_levels_singly(client, located, known)


def _write_levels_singly(client, located, rows):
    results = {}
    for key, row in rows.items():
        exists = located[row["inventory_item_id"]]
        try:
            client.write_levels([] if exists else [row], [row] if exists else [])
            results[key] = ItemResult(key, True)
        except _REFUSALS as error:
            results[key] = ItemResult(key, False, error.detail or str(error))
    return results


def push_prices(client, prices):
    """Set one price per variant and currency, in one call per product."""
    current = {row["id"]: row for row in client.prices_of({price.variant.external_id for price in prices})}
    products, results = {}, {}
    for price in prices:
        key = price.variant.external_id
        if price.amount < 0:
            # Medusa takes it, and then fails with 500 on every cart with the product
            results[key] = ItemResult(key, False, "A price cannot be negative.")
        elif key in current:
            products.setdefault(current[key]["product_id"], {}).setdefault(key, []).append(price)
        else:
            results[key] = ItemResult(key, False, _UNKNOWN)
    for product_id, wanted in products.items():
        results |= _write_prices(
            client,
            product_id,
            {
                key: {"id": key, "prices": _merged_prices(current[key], group)}
                for key, group in wanted.items()
            },
        )
    return [results[price.variant.external_id] for price in prices]


def _write_prices(client, product_id, rows):
    try:
        client.write_prices(product_id, list(rows.values()))
    except _REFUSALS as error:
        if len(rows) == 1:
            return {key: ItemResult(key, False, error.detail or str(error)) for key in rows}
        results = {}
        for key, row in rows.items():
            results |= _write_prices(client, product_id, {key: row})
        return results
    return _all_done(rows)


def _merged_prices(variant, wanted):
    """All prices of a variant, with the new ones: those we would leave out, Medusa deletes."""
    rows = []
    for price in Reader(variant).children("prices", ()):
        rows.append({key: price.data[key] for key in const.PRICE_KEYS if price.data.get(key) is not None})
    for price in wanted:
        currency = price.currency.lower()
        plain = (row for row in rows if is_plain_price(row) and row["currency_code"] == currency)
        row = next(plain, None)
        if row is None:
            row = {"currency_code": currency}
            rows.append(row)
        row["amount"] = json_number(price.amount)
    return rows


def _all_done(keys):
    return {key: ItemResult(key, True) for key in keys}
