"""Shipments to Medusa: a fulfilment, which is the goods, and its shipment, which is the tracking."""

from decimal import Decimal

from ..errors import PayloadError, RejectedError
from ..lots import lot_rows, parcel_rows
from ..money import json_number
from ..reading import Reader
from ..sentences import _lt
from ..shipments import ShipmentResult
from . import const


def push_shipment(client, location_id, shipment):
    """Tell the shop once what left, found again by our reference in the fulfilment's metadata.

    :return: :class:`~..shipments.ShipmentResult`
    """
    order = client.order(shipment.order_id)
    fulfillment = _find(order, shipment.reference)
    if fulfillment is not None and fulfillment.data.get("shipped_at"):
        return ShipmentResult(fulfillment.identifier("id"), already_there=True)
    if fulfillment is None:
        fulfillment = _create(client, location_id, order, shipment)
    # A fulfilment without shipment was left by a call that broke off half-way
    external_id = fulfillment.identifier("id")
    client.create_shipment(
        shipment.order_id, external_id, {"items": items(shipment), "labels": labels(shipment)}
    )
    return ShipmentResult(external_id)


def confirm_delivery(client, shipment, fulfillment_id):
    """Mark a fulfilment as delivered; Medusa takes the moment of the call for the time.

    :raises RejectedError: when somebody cancelled the fulfilment in the shop
    """
    order = client.order(shipment.order_id)
    rows = Reader(order).children("fulfillments", ())
    row = next((row for row in rows if row.identifier("id") == fulfillment_id), None)
    if row is None or row.data.get("canceled_at"):
        raise RejectedError(_lt("The shop has no such fulfilment any more."))
    if not row.data.get("delivered_at"):
        client.mark_delivered(shipment.order_id, fulfillment_id)


def _find(order, reference):
    for row in Reader(order).children("fulfillments", ()):
        ours = row.child("metadata", {}).data.get(const.REFERENCE_KEY) == reference
        if ours and not row.data.get("canceled_at"):
            return row
    return None


def _create(client, location_id, order, shipment):
    body = {"items": items(shipment), "location_id": location_id, "metadata": metadata(shipment)}
    try:
        order = client.create_fulfillment(shipment.order_id, body)
    except RejectedError as error:
        if const.NO_HEADROOM not in error.detail:
            raise
        pieces = _pieces_by_item(client, order, shipment)
        order = _create_with_headroom(client, location_id, pieces, shipment.order_id, body)
    fulfillment = _find(order, shipment.reference)
    if fulfillment is None:
        raise PayloadError(
            _lt("The shop did not keep our reference on the fulfilment."), field="fulfillments"
        )
    return fulfillment


def _create_with_headroom(client, location_id, pieces, order_id, body):
    """Work around Medusa 2.21: it refuses to fulfil part of a line when all stock is reserved.

    It lowers the stock before it lowers the reservation, and in between finds less stock than
    reservations. So give it the missing pieces for the moment of the call. Where it stays unknown
    whether the call did its work, the lower figure is left: better too little to sell than too much.
    """
    levels = {key: level for key, level in client.levels(pieces, location_id).items() if level}
    before = {key: Reader(level).number("stocked_quantity") for key, level in levels.items()}
    lent = {
        key: max(Decimal(0), pieces[key] + Reader(level).number("reserved_quantity", 0) - before[key])
        for key, level in levels.items()
    }
    left = {key: max(Decimal(0), before[key] - pieces[key]) for key in before}
    _set_levels(client, location_id, {key: before[key] + lent[key] for key in before})
    try:
        return client.create_fulfillment(order_id, body)
    except RejectedError:
        left = before
        raise
    finally:
        _set_levels(client, location_id, left)


def _pieces_by_item(client, order, shipment):
    """Pieces that leave, by inventory item, read off what the shop reserved for the lines.

    A bundle reserves several pieces, or several items, for each unit of its line.
    """
    shipped = {line.line_id: line.quantity for line in shipment.lines}
    rest = {}
    for item in Reader(order).children("items"):
        fulfilled = item.child("detail", {}).number("fulfilled_quantity", 0)
        rest[item.identifier("id")] = item.number("quantity") - fulfilled
    pieces = {}
    for row in map(Reader, client.reservations(shipped)):
        line_id, key = row.identifier("line_item_id"), row.identifier("inventory_item_id")
        if rest.get(line_id):
            per_unit = row.number("quantity") / rest[line_id]
            pieces[key] = pieces.get(key, 0) + shipped[line_id] * per_unit
    return pieces


def _set_levels(client, location_id, quantities):
    client.write_levels(
        [],
        [
            {"inventory_item_id": key, "location_id": location_id, "stocked_quantity": json_number(n)}
            for key, n in quantities.items()
        ],
    )


def items(shipment):
    """Order lines and quantities of a fulfilment."""
    return [{"id": line.line_id, "quantity": json_number(line.quantity)} for line in shipment.lines]


def metadata(shipment):
    """What a fulfilment says about us: our reference, the carrier, and the lots per line."""
    parcels = parcel_rows(shipment)
    return {
        const.REFERENCE_KEY: shipment.reference,
        "carrier": shipment.carrier,
        const.LOTS_KEY: lot_rows(shipment),
        **({const.PARCELS_KEY: parcels} if parcels else {}),
    }


def labels(shipment):
    """Tracking of a shipment, a label for each parcel; Medusa wants all three texts ("#" for none)."""
    tracked = [parcel for parcel in shipment.parcels if parcel.tracking_number] or [shipment]
    links = dict.fromkeys((one.tracking_number, one.tracking_url or "#") for one in tracked)
    return [
        {"tracking_number": number, "tracking_url": url, "label_url": "#"}
        for number, url in links
        if number or url != "#"
    ]
