"""Shipments to Shopify: fulfilments of its fulfilment orders.

A fulfilment has no room for our reference or for lots. So each shipment gets a metafield of the order,
written before the fulfilment: our reference, the lots, and which fulfilments there were until then. A
call that breaks off is understood by it: a fulfilment of these lines that was not there before is ours.
Lots that have no room in it go into further metafields, ``..._2`` and so on, in the same call.
"""

import hashlib
import json
import re

from ..errors import RejectedError
from ..lots import lot_rows, parcel_rows
from ..money import json_number
from ..reading import Reader
from ..sentences import _lt
from ..shipments import ShipmentResult
from . import const, queries
from .ids import gid, number
from .pages import nodes_of


def push_shipment(client, location, shipment):
    """Tell the shop once what left.

    :return: :class:`~..shipments.ShipmentResult`
    """
    order_id = gid("Order", shipment.order_id)
    key = metafield_key(shipment.reference)
    order = client.node(queries.fulfilling.SHIPPABLE, order_id, key=key)
    record = _record(order, key)
    if record.get("fulfillments"):
        return ShipmentResult(number(record["fulfillments"][0]), already_there=True)
    alive = [row["id"] for row in order["fulfillments"] if row["status"] not in const.DEAD_FULFILLMENTS]
    done = []
    if record:
        done = _ours(client, order, alive, record, shipment)
    else:
        lots, *more_lots = _lots_by_metafield(shipment)
        record = _new_record(shipment, alive, lots)
        further = {f"{key}_{n}": {"lots": rows} for n, rows in enumerate(more_lots, 2)}
        _remember(client, order_id, {key: record, **further})
    rest = _minus(pieces(shipment), [_pieces_of(client, key) for key in done])
    made = [_fulfill(client, order_id, part, shipment) for part in _parts(client, order, location, rest)]
    record["fulfillments"] = done + made
    _remember(client, order_id, {key: record})
    return ShipmentResult(number(record["fulfillments"][0]), already_there=not made)


def confirm_delivery(client, shipment, shipment_id):
    """Tell it on each fulfilment that the shipment became, where no carrier told Shopify before us.

    :raises RejectedError: when somebody cancelled the fulfilments in the shop
    """
    order_id, key = gid("Order", shipment.order_id), metafield_key(shipment.reference)
    told = _record(client.node(queries.fulfilling.SHIPPABLE, order_id, key=key), key).get("fulfillments")
    rows = client.nodes(queries.fulfilling.DELIVERED, told or [gid("Fulfillment", shipment_id)])
    alive = [row for row in map(Reader, rows) if row.text("status") not in const.DEAD_FULFILLMENTS]
    if not alive:
        raise RejectedError(_lt("The shop has no such fulfilment any more."))
    for row in alive:
        if not _is_delivered(row):
            event = {"fulfillmentId": row.identifier("id"), "status": const.DELIVERED}
            event["happenedAt"] = shipment.delivered_at.isoformat()
            client.must_change(queries.fulfilling.CONFIRM_DELIVERY, "fulfillmentEventCreate", event=event)


def _is_delivered(row):
    events = [event.text("status", "") for event in nodes_of(row, "events")]
    return bool(row.data.get("deliveredAt")) or const.DELIVERED in events


def metafield_key(reference):
    """A key that Shopify takes, at most 64 letters, and that no other reference shares."""
    readable = re.sub(r"[^A-Za-z0-9]+", "_", reference)[:24]
    return f"{const.SHIPMENT_KEY}{readable}_{hashlib.sha256(reference.encode()).hexdigest()[:16]}"


def pieces(shipment):
    """Pieces by order line id."""
    found = {}
    for line in shipment.lines:
        found[line.line_id] = found.get(line.line_id, 0) + json_number(line.quantity)
    return found


def _record(order, key):
    field = order.get("metafield")
    try:
        record = json.loads(field["value"]) if field else {}
    except (ValueError, TypeError, KeyError):
        record = {}  # somebody edited it: start anew
    return record if isinstance(record, dict) else {}


def _lots_by_metafield(shipment):
    """The rows of the lots in as many lists as they need metafields; one list at least."""
    lists, size = [[]], 0
    for row in lot_rows(shipment):
        length = len(_json(row).encode()) + len(", ")
        if size + length > const.MAX_LOTS:
            lists.append([])
            size = 0
        lists[-1].append(row)
        size += length
    return lists


def _json(value):
    return json.dumps(value, ensure_ascii=False)


def _new_record(shipment, alive, lots):
    return {
        "reference": shipment.reference,
        "carrier": shipment.carrier,
        "tracking_number": shipment.tracking_number,
        "lots": lots,
        "parcels": parcel_rows(shipment),
        "before": alive,
    }


def _remember(client, order_id, records):
    """:param records: dict of key to record; Shopify writes all or none"""
    fields = [
        {
            "ownerId": order_id,
            "namespace": const.NAMESPACE,
            "key": key,
            "type": "json",
            "value": _json(record),
        }
        for key, record in records.items()
    ]
    client.must_change(queries.fulfilling.REMEMBER, "metafieldsSet", metafields=fields)


def _ours(client, order, alive, record, shipment):
    """What an earlier call made before it broke off: not there before, nobody else's, and our lines."""
    before, wanted = set(record.get("before") or ()), pieces(shipment)
    claimed = set()
    for row in (order.get("metafields") or {}).get("nodes") or ():
        try:
            claimed |= set(json.loads(row["value"]).get("fulfillments") or ())
        except (ValueError, TypeError, AttributeError):
            continue
    ours = []
    for key in alive:
        if key in before | claimed:
            continue
        found = _pieces_of(client, key)
        if found and all(wanted.get(line_id, 0) >= n for line_id, n in found.items()):
            wanted = _minus(wanted, [found])
            ours.append(key)
    return ours


def _pieces_of(client, fulfillment_id):
    rows = client.rest(queries.fulfilling.FULFILLED_LINES, fulfillment_id, "fulfillmentLineItems", None)
    return {number(row["lineItem"]["id"]): row["quantity"] or 0 for row in rows}


def _minus(wanted, taken):
    left = dict(wanted)
    for part in taken:
        for line_id, n in part.items():
            left[line_id] = left.get(line_id, 0) - n
    return {line_id: n for line_id, n in left.items() if n > 0}


def _parts(client, order, location, wanted):
    """Fulfilment order lines to ship, one list per place they are assigned to, ours first."""
    places = {}
    left = dict(wanted)
    rows = [row for row in order["fulfillmentOrders"]["nodes"] if row["status"] in const.SHIPPABLE]
    rows.sort(key=lambda row: _place(row) != gid("Location", location))
    for row in rows:
        if not left:
            break
        lines = []
        for line in client.rest(queries.fulfilling.FULFILLMENT_ORDER_LINES, row["id"], "lineItems", None):
            line_id = number(line["lineItem"]["id"])
            n = min(left.get(line_id, 0), line["remainingQuantity"])
            if n > 0:
                lines.append({"id": line["id"], "quantity": n})
                left = _minus(left, [{line_id: n}])
        if lines:
            part = {"fulfillmentOrderId": row["id"], "fulfillmentOrderLineItems": lines}
            places.setdefault(_place(row), []).append(part)
    if left:
        raise RejectedError(_why_not(order, left))
    return list(places.values())


def _place(row):
    return ((row.get("assignedLocation") or {}).get("location") or {}).get("id")


def _why_not(order, left):
    held = [row for row in order["fulfillmentOrders"]["nodes"] if row["status"] in ("ON_HOLD", "SCHEDULED")]
    lines = ", ".join(f"{n} of line {line_id}" for line_id, n in left.items())
    if held:
        return _lt(
            "The shop holds back the fulfilment of this order; still to be shipped: %(lines)s.", lines=lines
        )
    return _lt("The shop has nothing left to fulfil for %(lines)s.", lines=lines)


def _fulfill(client, order_id, part, shipment):
    fulfillment = {"lineItemsByFulfillmentOrder": part, "notifyCustomer": True}
    tracking = tracking_info(shipment)
    if tracking:
        fulfillment["trackingInfo"] = tracking
    payload = client.must_change(queries.fulfilling.FULFILL, "fulfillmentCreate", fulfillment=fulfillment)
    return payload["fulfillment"]["id"]


def tracking_info(shipment):
    """Carrier, and the numbers and links of all parcels.

    Shopify matches links to numbers by their places: so numbers with a link come first.
    """
    tracked = [parcel for parcel in shipment.parcels if parcel.tracking_number] or [shipment]
    links = {one.tracking_number: one.tracking_url for one in tracked}
    numbers = sorted(filter(None, links), key=lambda one: not links[one])
    urls = [links[number] for number in numbers or [""] if links[number]]
    info = {"company": shipment.carrier, "numbers": numbers, "urls": urls}
    return {key: value for key, value in info.items() if value} if numbers or urls else {}
