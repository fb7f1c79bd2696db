"""From what the engine sends to rows of a file, under the names of the data dictionary."""

from datetime import date
from decimal import Decimal


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


def cancel_rows(cancellation, cancelled_at):
    """:param cancellation: :class:`~..aftersales.CancelOut`"""
    return [
        {
            "cancel.order_number": cancellation.order_id,
            "cancel.reason": cancellation.reason,
            "cancel.cancelled_at": cancelled_at,
            "cancel.reference": cancellation.reference,
        }
    ]


def refund_rows(refund):
    """A row per article, and one for what is not for an article.

    :param refund: :class:`~..aftersales.RefundOut`
    """
    head = {
        "refund.order_number": refund.order_id,
        "refund.refund_id": refund.reference,
        "refund.reference": refund.reference,
        "refund.currency": refund.currency,
        "refund.reason": refund.reason,
    }
    rows = [
        {
            **head,
            "refund.sku": line.sku,
            "refund.quantity": line.quantity,
            "refund.amount": line.amount,
        }
        for line in refund.lines
    ]
    rest = refund.amount - sum((line.amount for line in refund.lines), Decimal(0))
    return [*rows, {**head, "refund.amount": rest}] if rest or not rows else rows


def noted_refund(refund):
    """The same as the order keeps it, see ``engine/files/refunds.py``."""
    return {
        "refund_id": refund.reference,
        "reference": refund.reference,
        "amount": format(refund.amount, "f"),
        "reason": refund.reason,
    }


def return_rows(answer):
    """:param answer: :class:`~..aftersales.ReturnOut`; declined goods may not have come at all"""
    head = {
        "return.order_number": answer.order_id,
        "return.return_id": answer.return_id or answer.reference,
        "return.reference": answer.reference,
        "return.status": "received" if answer.accepted else "declined",
        "return.reason": answer.reason,
    }
    rows = [
        {**head, "return.sku": line.sku, "return.quantity": line.received, "return.lot": line.lot}
        for line in answer.lines
    ]
    return rows or [head]
