"""The lots of a shipment, as every shop gets them."""

from .money import json_number


def lot_rows(shipment):
    """What left, lot by lot, as plain JSON: order line, SKU, lot or serial, expiry, quantity."""
    return [
        {
            "line_id": line.line_id,
            "sku": line.sku,
            "lot": lot.lot,
            "serial": lot.serial,
            "expiry": lot.expiry,
            "quantity": json_number(lot.quantity),
        }
        for line in shipment.lines
        for lot in line.lots
    ]
