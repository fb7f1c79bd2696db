"""From what the engine sends to rows of a file, under the names of the data dictionary."""

from datetime import date


def stock_rows(level):
    """:param level: :class:`~..neutral.StockLevel`"""
    return [{"stock.sku": level.variant.sku or level.variant.external_id, "stock.quantity": level.quantity}]


def price_rows(price):
    """:param price: :class:`~..neutral.PriceUpdate`"""
    return [
        {
            "price.sku": price.variant.sku or price.variant.external_id,
            "price.price": price.amount,
            "price.currency": price.currency,
        }
    ]


def shipment_rows(shipment):
    """A row per line and lot; a line without lots is a row of its own.

    :param shipment: :class:`~..shipments.Shipment`
    """
    head = {
        "shipment.order_number": shipment.order_id,
        "shipment.reference": shipment.reference,
        "shipment.carrier": shipment.carrier,
        "shipment.tracking_number": shipment.tracking_number,
        "shipment.tracking_url": shipment.tracking_url,
        "shipment.shipped_at": shipment.shipped_at,
        "shipment.delivered_at": shipment.delivered_at,
    }
    return [{**head, **row} for line in shipment.lines for row in _line_rows(line)]


def _line_rows(line):
    common = {"shipment.line_id": line.line_id, "shipment.sku": line.sku}
    rest = line.quantity
    for lot in line.lots:
        rest -= lot.quantity
        yield {
            **common,
            "shipment.quantity": lot.quantity,
            "shipment.lot": lot.lot or lot.serial,
            "shipment.expiry": date.fromisoformat(lot.expiry) if lot.expiry else None,
        }
    if rest > 0:
        yield {**common, "shipment.quantity": rest}
