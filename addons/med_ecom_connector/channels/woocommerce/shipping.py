"""Shipments to WooCommerce: as fulfilments where the shop has them, else as meta of the order."""

import json

from ..lots import lot_rows, parcel_rows
from ..money import json_number
from ..reading import Reader
from ..shipments import ShipmentResult
from . import const, mapping_money
from .catalog import number_id


def push_shipment(client, shipment):
    """Tell the shop once what left; complete the order when everything has.

    :return: :class:`~..shipments.ShipmentResult`
    """
    order = Reader(client.order_with_refunds(shipment.order_id))
    rows = client.fulfillments(shipment.order_id)
    shipped = _shipped_in_meta(order) if rows is None else _shipped_in_fulfillments(rows)
    there = shipment.reference in shipped
    if not there and rows is None:
        client.update_order(shipment.order_id, {"meta_data": order_meta(shipment)})
        shipped[shipment.reference] = (shipment.reference, _pieces(shipment))
    elif not there:
        created = client.create_fulfillment(shipment.order_id, fulfillment(shipment))
        shipped[shipment.reference] = (Reader(created).identifier("id"), _pieces(shipment))
    if order.text("status") in const.COMPLETABLE and _all_shipped(order, shipped):
        client.update_order(shipment.order_id, {"status": "completed"})
    return ShipmentResult(shipped[shipment.reference][0], already_there=there)


def fulfillment(shipment):
    """Body of a new fulfilment."""
    meta = {
        "_items": [{"item_id": number_id(key), "qty": n} for key, n in _pieces(shipment).items()],
        "_tracking_number": shipment.tracking_number,
        "_shipment_provider": shipment.carrier,
        "_tracking_url": shipment.tracking_url,
        const.REFERENCE_KEY: shipment.reference,
        const.LOTS_KEY: lot_rows(shipment),
        const.PARCELS_KEY: parcel_rows(shipment),
    }
    return {
        "status": "fulfilled",
        "is_fulfilled": True,
        "meta_data": [{"id": 0, "key": key, "value": value} for key, value in meta.items() if value],
    }


def order_meta(shipment):
    """Meta of the order for a shop without fulfilments; tracking under the usual plug-in keys too."""
    record = {
        "reference": shipment.reference,
        "carrier": shipment.carrier,
        "tracking_number": shipment.tracking_number,
        "tracking_url": shipment.tracking_url,
        "items": _pieces(shipment),
        "lots": lot_rows(shipment),
        "parcels": parcel_rows(shipment),
    }
    meta = {const.SHIPMENT_KEY + shipment.reference: json.dumps(record, ensure_ascii=False)}
    if shipment.tracking_number:
        meta |= {"_tracking_number": shipment.tracking_number, "_tracking_provider": shipment.carrier}
    return [{"key": key, "value": value} for key, value in meta.items()]


def _pieces(shipment):
    pieces = {}
    for line in shipment.lines:
        pieces[line.line_id] = pieces.get(line.line_id, 0) + json_number(line.quantity)
    return pieces


def _shipped_in_fulfillments(rows):
    """Fulfilments by our reference (by their id where somebody else made them): id and pieces."""
    shipped = {}
    for row in map(Reader, rows):
        if row.data.get("date_deleted"):
            continue
        meta = {entry.data.get("key"): entry.data.get("value") for entry in row.children("meta_data", ())}
        key, items = meta.get(const.REFERENCE_KEY) or f"#{row.identifier('id')}", meta.get("_items")
        items = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        shipped[key] = (
            row.identifier("id"),
            _numbers({str(item.get("item_id")): item.get("qty") for item in items}),
        )
    return shipped


def _shipped_in_meta(order):
    shipped = {}
    for row in order.children("meta_data", ()):
        key, value = row.data.get("key"), row.data.get("value")
        if not isinstance(key, str) or not key.startswith(const.SHIPMENT_KEY):
            continue
        try:
            pieces = _numbers(json.loads(value)["items"])
        except (ValueError, TypeError, KeyError, AttributeError):
            pieces = {}  # somebody edited it; it still says that the shipment was told
        reference = key[len(const.SHIPMENT_KEY) :]
        shipped[reference] = (reference, pieces)
    return shipped


def _numbers(pieces):
    return {key: n for key, n in pieces.items() if isinstance(n, (int, float))}


def _all_shipped(order, shipped):
    refunded = [line for refund in mapping_money.refunds(order) for line in refund.lines]
    for line in order.children("line_items"):
        line_id = line.identifier("id")
        sent = sum(pieces.get(line_id, 0) for _id, pieces in shipped.values())
        # what was given back before it left will never leave
        given_back = sum(one.quantity for one in refunded if one.line_id == line_id)
        if sent < line.number("quantity") - given_back:
            return False
    return True
