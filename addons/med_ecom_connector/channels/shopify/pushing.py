"""Stock and prices to Shopify, in batches with an outcome per row."""

import uuid

from ..errors import MovedError, RejectedError
from ..money import whole_units
from ..neutral import ItemResult
from ..reading import Reader
from ..sentences import _lt
from . import const, queries
from .catalog import available
from .client import said
from .ids import gid, is_number
from .pages import whole_nodes

_UNKNOWN = "The shop does not know this product any more."
_NO_STOCK = "The shop does not track stock for this product."
_STALE = ("CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE")
_SOON = 15.0


def read_stock(client, location, variants):
    """Available quantities at a location.

    :return: Decimal by ``external_id``; None for what is known but not kept at the location
    """
    levels = _levels(client, location, [ref.inventory_id for ref in variants])
    return {
        ref.external_id: available(levels[ref.inventory_id].get("inventoryLevel"))
        for ref in variants
        if ref.inventory_id in levels
    }


def _levels(client, location, inventory_ids):
    ids = list(dict.fromkeys(gid("InventoryItem", key) for key in inventory_ids if is_number(key)))
    rows = client.nodes(queries.stock.STOCK, ids, location=gid("Location", location))
    return {row["id"].rsplit("/", 1)[-1]: row for row in rows}


def push_stock(client, location, levels):
    """Set available quantities, each only if it still is what we have just read.

    Shopify changes all rows of a call or none. Rows that it refuses are taken out and the rest is sent
    again. Where the shop has sold something since we read, our figure does not know of that sale:
    nothing is overwritten, the engine takes in the order first and comes back.

    :raises MovedError: when figures moved under our hands, after everything else is written
    """
    known = _levels(client, location, [level.variant.inventory_id for level in levels])
    results, rows = {}, {}
    for level in levels:
        ref, item = level.variant, known.get(level.variant.inventory_id)
        if item is None:
            results[ref.external_id] = ItemResult(ref.external_id, False, _UNKNOWN)
        elif not item.get("tracked"):
            results[ref.external_id] = ItemResult(ref.external_id, False, _NO_STOCK)
        else:
            rows[ref.external_id] = (item, whole_units(level.quantity))
    moved = False
    new = {key: row for key, row in rows.items() if row[0].get("inventoryLevel") is None}
    results |= {key: _activate(client, location, key, *row) for key, row in new.items()}
    kept = {key: row for key, row in rows.items() if key not in new}
    outcome, moved = _set(client, location, kept)
    results |= outcome
    if moved:
        raise MovedError(_lt("The shop sold some of these articles just now."), retry_after=_SOON)
    return [results[level.variant.external_id] for level in levels]


def _activate(client, location, key, item, quantity):
    """Keep an article at our location from now on, with this quantity."""
    _payload, refused = client.change(
        queries.stock.ACTIVATE_STOCK,
        "inventoryActivate",
        item=item["id"],
        location=gid("Location", location),
        available=quantity,
        key=str(uuid.uuid4()),
    )
    return ItemResult(key, not refused, said(refused))


def _set(client, location, rows):
    """Write rows until none is refused any more.

    :return: results by key, and whether some figure had moved
    """
    results, moved = {}, False
    while True:
        changed = {key: row for key, row in rows.items() if _now(row) != row[1]}
        results |= {key: ItemResult(key, True) for key in rows.keys() - changed.keys()}
        if not changed:
            return results, moved
        keys = list(changed)
        refused = _write(client, location, [changed[key] for key in keys])
        if not refused:
            return results | {key: ItemResult(key, True) for key in keys}, moved
        for index, (code, message) in refused.items():
            moved = moved or code in _STALE
            results[keys[index]] = ItemResult(keys[index], False, message)
            del changed[keys[index]]
        rows = changed


def _now(row):
    return available(row[0]["inventoryLevel"])


def _write(client, location, rows):
    """One call.

    :return: (code, message) by index of the refused row
    """
    quantities = [
        {
            "inventoryItemId": item["id"],
            "locationId": gid("Location", location),
            "quantity": quantity,
            "changeFromQuantity": int(available(item["inventoryLevel"]) or 0),
        }
        for item, quantity in rows
    ]
    # A new key each time: to set the same figure again later is a new wish. A call that was lost is
    # caught by the comparison with what we read.
    _payload, refused = client.change(
        queries.stock.SET_STOCK,
        "inventorySetQuantities",
        input={"name": "available", "reason": "correction", "quantities": quantities},
        key=str(uuid.uuid4()),
    )
    by_index = _by_index(refused, "quantities", len(rows))
    if refused and not by_index:
        if any(error.get("code") in _STALE for error in refused):
            raise MovedError(_lt("The shop sold some of these articles just now."), retry_after=_SOON)
        raise RejectedError(
            _lt("The shop refused the stock figures: %(said)s", said=said(refused)), detail=said(refused)
        )
    return by_index


def _by_index(refused, name, count):
    """User errors by the row they are about, read off their path, e.g. ``input.quantities.3.quantity``."""
    found = {}
    for error in refused:
        path = [str(part) for part in error.get("field") or ()]
        place = path.index(name) + 1 if name in path else 0
        index = int(path[place]) if 0 < place < len(path) and path[place].isdigit() else -1
        if 0 <= index < count:
            found[index] = (error.get("code") or "", str(error.get("message"))[:500])
    return found


def push_prices(client, prices):
    """Set prices in the shop's own currency, one call per product."""
    wanted = {price.variant.external_id: price for price in prices}
    ids = [gid("ProductVariant", key) for key in wanted if is_number(key)]
    rows, currency = _products(client, ids)
    results, products = {}, {}
    for key, price in wanted.items():
        if price.currency != currency:
            error = f"The shop's prices are in {currency}, not in {price.currency}."
            results[key] = ItemResult(key, False, error)
        elif key not in rows:
            results[key] = ItemResult(key, False, _UNKNOWN)
        else:
            products.setdefault(rows[key], []).append(price)
    for product_id, group in products.items():
        for start in range(0, len(group), const.MAX_QUANTITIES):
            results |= _write_prices(client, product_id, group[start : start + const.MAX_QUANTITIES])
    return [results[price.variant.external_id] for price in prices]


def _products(client, ids):
    """The product of each variant by the variant's number, and the shop's currency."""
    rows, currency = {}, ""
    for start in range(0, len(ids), const.MAX_NODES):
        batch = ids[start : start + const.MAX_NODES]
        data = client.run(queries.stock.PRICED_VARIANTS, ids=batch)
        currency = Reader(data).child("shop").text("currencyCode")
        for row in whole_nodes(data.get("nodes"), batch):
            rows[row["id"].rsplit("/", 1)[-1]] = row["product"]["id"]
    return rows, currency


def _write_prices(client, product_id, group):
    variants = [
        {"id": gid("ProductVariant", price.variant.external_id), **_price_values(price)} for price in group
    ]
    _payload, refused = client.change(
        queries.stock.SET_VARIANTS, "productVariantsBulkUpdate", product=product_id, variants=variants
    )
    by_index = _by_index(refused, "variants", len(group))
    everyone = said(refused) if refused and not by_index else ""
    results = {}
    for index, price in enumerate(group):
        key = price.variant.external_id
        error = by_index.get(index, ("", everyone))[1]
        results[key] = ItemResult(key, not error, error)
    return results


def _price_values(price):
    values = {"price": f"{price.amount:f}"}
    if price.regular is not None:
        values["compareAtPrice"] = f"{price.regular:f}" if price.is_sale else None
    return values
