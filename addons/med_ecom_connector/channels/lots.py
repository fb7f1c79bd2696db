"""The lots and parcels of a shipment, as every shop gets them."""

from .money import json_number


def lot_rows(shipment):
    """What left, lot by lot, as plain JSON: order line, SKU, lot or serial, expiry, UDI, quantity."""
    return [
        {
            "line_id": line.line_id,
            "sku": line.sku,
            "lot": lot.lot,
            "serial": lot.serial,
            "expiry": lot.expiry,
            "udi": lot.udi,
            "quantity": json_number(lot.quantity),
        }
        for line in shipment.lines
        for lot in line.lots
    ]


def parcel_rows(shipment):
    """The parcels as plain JSON, where there are several: name, tracking number, link, weight in kg."""
    if len(shipment.parcels) < 2:
        return []
    return [
        {
            "name": parcel.name,
            "tracking_number": parcel.tracking_number,
            "tracking_url": parcel.tracking_url,
            "weight": json_number(parcel.weight),
        }
        for parcel in shipment.parcels
    ]
