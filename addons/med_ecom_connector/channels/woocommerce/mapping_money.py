"""Payments and refunds of WooCommerce's orders to neutral dataclasses. Pure functions."""

from decimal import Decimal

from ..aftersales import Payment, Refund, RefundLine
from ..money import tidy
from ..references import reference_in
from . import const

ZERO = Decimal(0)


def payments(order, status):
    """The order's one payment: WooCommerce knows of none before it is paid, but for failures.

    Cash on delivery is stamped as paid when somebody completes the order, which we do ourselves once
    the goods left: that is no proof of money.
    """
    total = order.number("total")
    method = order.text("payment_method", "")
    on_delivery = method in const.ON_DELIVERY_METHODS
    paid_at = None if on_delivery else order.instant("date_paid_gmt", None)
    if total <= 0 or not (paid_at or on_delivery or status == "failed"):
        return ()
    return (
        Payment(
            external_id=f"order-{order.identifier('id')}",
            status=_payment_status(status, on_delivery),
            amount=total,
            currency=order.text("currency").upper(),
            method=method,
            reference=order.text("transaction_id", ""),
            paid_at=paid_at,
            is_gift_card=method in const.GIFT_CARD_METHODS,
            on_delivery=on_delivery,
        ),
    )


def _payment_status(status, on_delivery):
    """Of a payment by the status of its order."""
    if on_delivery and status in const.WITHDRAWN:
        return "voided"
    if status == "failed":
        return "failed"
    if on_delivery:
        return "authorized"
    return "voided" if status in const.AWAITS_MONEY else "captured"


def refunds(order):
    """Refunds with their lines, which the client has put beside the order's own short list."""
    currency = order.text("currency").upper()
    return tuple(_refund(row, currency) for row in order.children(const.REFUND_DETAILS, ()))


def _refund(row, currency):
    lines = [_line(line) for line in row.children("line_items", ())]
    shipping = sum((_gross(line) for line in row.children("shipping_lines", ())), ZERO)
    return Refund(
        external_id=row.identifier("id"),
        amount=abs(row.number("amount")),
        currency=currency,
        reason=reference_in(row.text("reason", ""))[1],
        created_at=row.instant("date_created_gmt", None),
        lines=tuple(line for line in lines if line.quantity or line.amount),
        shipping_amount=tidy(shipping),
        reference=reference(row),
    )


def reference(row):
    """Our name of a refund, empty for one of the shop's own."""
    return str(_meta(row).get(const.REFERENCE_KEY) or "") or reference_in(row.text("reason", ""))[0]


def _line(row):
    """Quantities and amounts of refunds are negative in WooCommerce."""
    return RefundLine(
        line_id=str(_meta(row).get(const.REFUNDED_ITEM_KEY) or row.identifier("id")),
        quantity=abs(row.number("quantity")),
        amount=tidy(_gross(row)),
    )


def _gross(row):
    return abs(row.number("total")) + abs(row.number("total_tax"))


def _meta(row):
    meta = {one.data.get("key"): one.data.get("value") for one in row.children("meta_data", ())}
    return {key: value for key, value in meta.items() if isinstance(value, (str, int))}
