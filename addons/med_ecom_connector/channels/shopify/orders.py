"""Orders of a shop, whole: details, all their lines, refunds and returns."""

from dataclasses import replace

from ..errors import NotFoundError
from ..reading import Reader
from . import queries
from .ids import gid, is_number
from .mapping import raw_order

#: lines of an order that come with it; more are asked for in pages
LINES = 25
MAX_PAGE = 250
#: lists that go on where a page ends: key, document
_LONG_LISTS = {
    "Order": ("lineItems", queries.orders.MORE_LINES),
    "Refund": ("refundLineItems", queries.orders.MORE_REFUND_LINES),
    "Return": ("returnLineItems", queries.orders.MORE_RETURN_LINES),
}


def changed_pages(client, since, page_size):
    """Yield pages of orders changed at or after ``since``, oldest change first.

    Shopify's cursor holds the last change seen, so that an order which changes while we page comes
    once more at the end and pushes no other off a page. An order may be newer by the time its
    details are read; it keeps the place of the listing, since others in between are still to come.
    """
    query = f"updated_at:>='{since:%Y-%m-%dT%H:%M:%SZ}'" if since else None
    pages = client.edges(queries.orders.ORDERS, "orders", min(page_size, MAX_PAGE), query=query)
    for nodes, _data in pages:
        listed = {Reader(row).identifier("id"): Reader(row).instant("updatedAt") for row in nodes}
        rows = []
        for payload in _details(client, list(listed)):
            rows.append(replace(raw_order(payload), modified_at=listed[payload["id"]]))
        rows = [row for row in rows if since is None or row.modified_at >= since]
        if rows:
            yield sorted(rows, key=lambda row: (row.modified_at, row.external_id))


def fetch(client, external_ids):
    """The current state of orders; what is not an order's number is left out, as unknown ones are."""
    ids = [gid("Order", number) for number in external_ids if is_number(number)]
    return [raw_order(payload) for payload in _details(client, ids)]


def _details(client, ids):
    payloads = client.nodes(queries.orders.ORDER_DETAILS, ids, lines=LINES)
    for payload in payloads:
        _complete(client, payload, "Order")
    _add_aftersales(client, payloads)
    return payloads


def _complete(client, record, kind):
    """Replace the first page of a record's list by the whole list."""
    field, document = _LONG_LISTS[kind]
    try:
        nodes = client.rest(document, record["id"], field, record.get(field))
    except NotFoundError:
        # deleted just now; its next event says so
        nodes = (record.get(field) or {}).get("nodes") or []
    record[field] = {"nodes": nodes}


def _add_aftersales(client, payloads):
    """Put the refunds and returns, which are only named by then, into their orders."""
    wanted = []
    for payload in payloads:
        wanted += [row["id"] for row in payload.get("refunds") or []]
        wanted += [row["id"] for row in (payload.get("returns") or {}).get("nodes") or []]
    found = {}
    for row in client.nodes(queries.orders.AFTERSALES, wanted):
        _complete(client, row, row["id"].split("/")[-2])
        found[row["id"]] = row
    for payload in payloads:
        payload["refunds"] = [found[row["id"]] for row in payload.get("refunds") or [] if row["id"] in found]
        returns = (payload.get("returns") or {}).get("nodes") or []
        payload["returns"] = {"nodes": [found[row["id"]] for row in returns if row["id"] in found]}
