"""Payments and refunds of an order that files told, to neutral dataclasses. Pure functions."""

import re
from decimal import Decimal

from ..aftersales import Payment, Refund, RefundLine
from ..on_delivery import is_paid_on_delivery
from .references import line_ids

ZERO = Decimal(0)
#: payment statuses by which the whole order was paid once
_PAID = ("paid", "partially_refunded", "refunded")
#: fields by which a file says what was paid, or was not
_TELLING = ("payment_state", "paid_at", "paid_amount", "gift_card_amount")
_GIFT_CARD = re.compile(r"gift[ _-]?card|carte[ -]cadeau|礼品卡|购物卡", re.IGNORECASE)


def tells_payments(order):
    """Whether the file has anything about money; many later files tell only what became of an order."""
    return any(order.data.get(name) is not None for name in _TELLING)


def payment_state(order):
    """What the file says; without it, a date of payment means paid, unless the carrier collects the money.

    Such orders are stamped as paid by some shops when they are completed, which is no proof of money.
    """
    told = order.text("payment_state", "")
    if told or is_paid_on_delivery(order.text("payment_method", "")):
        return told or "unpaid"
    return "paid" if order.data.get("paid_at") else "unpaid"


def parse_payments(order, total, currency, status):
    """At most two: what a gift card paid, and the rest.

    :param total: what the customer pays in all, gift cards included
    :param status: of the order
    """
    number, method = order.identifier("number"), order.text("payment_method", "")
    state, card = payment_state(order), order.number("gift_card_amount", ZERO)
    on_delivery = is_paid_on_delivery(method)
    paid = order.number("paid_amount", None) if order.data.get("paid_amount") is not None else None
    captured = max(total if paid is None and state in _PAID else paid or ZERO, card) - card
    common = {"currency": currency, "paid_at": order.instant("paid_at", None)}
    payments = []
    if card > 0 and state != "failed":
        payments.append(
            Payment(f"{number}-giftcard", "captured", card, method="gift card", is_gift_card=True, **common)
        )
    if captured > 0:
        payment_status, amount = "captured", captured
    else:
        payment_status, amount = _waiting_status(state, on_delivery, status), total - card
    if payment_status and amount > 0:
        payments.append(
            Payment(
                number,
                payment_status,
                amount,
                method=method,
                reference=order.text("payment_reference", ""),
                is_gift_card=bool(_GIFT_CARD.search(method)),
                on_delivery=on_delivery,
                **common,
            )
        )
    return tuple(payments)


def _waiting_status(state, on_delivery, status):
    """Of money that is not here yet; None where nobody is about to pay."""
    if state in ("authorized", "failed"):
        return state
    if on_delivery:
        return "voided" if status == "cancelled" else "authorized"
    return None


def parse_refunds(order, lines, currency):
    """Refunds as ``engine/files/refunds.py`` keeps them; an article stands for the line that sells it."""
    ids = line_ids(lines)
    return tuple(
        Refund(
            external_id=row.identifier("refund_id"),
            amount=row.number("amount"),
            currency=currency,
            reason=row.text("reason", ""),
            created_at=row.instant("refunded_at", None),
            lines=tuple(
                RefundLine(
                    line_id=ids[line.text("sku")],
                    quantity=line.number("quantity", ZERO),
                    amount=line.number("amount", ZERO),
                )
                for line in row.children("lines", ())
                if line.text("sku") in ids
            ),
            reference=row.text("reference", ""),
        )
        for row in order.children("refunds", ())
    )
