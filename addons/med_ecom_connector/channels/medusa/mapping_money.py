"""Payments, refunds and returns of Medusa's orders to neutral dataclasses. Pure functions."""

import re
from decimal import Decimal

from ..aftersales import Payment, Refund, ReturnLine, ReturnRequest
from ..money import tidy
from ..reading import clean_text
from ..references import reference_in
from . import const

ZERO = Decimal(0)
_WORDS = re.compile(r"[a-z]+")


def payments(order):
    """What the order's payment collections hold, one row per payment.

    A capture in parts stays one row, whose amount grows; what is not captured yet is not money.
    """
    currency = order.text("currency_code")
    return tuple(
        _payment(collection, row, rows, currency)
        for collection in order.children("payment_collections", ())
        for rows in (collection.children("payments", ()),)
        for row in rows
    )


def _payment(collection, row, siblings, currency):
    amount = row.number("amount", collection.data.get("amount"))
    captured = captured_amount(collection, row, siblings)
    provider = row.text("provider_id", "")
    words = set(_WORDS.findall(provider.lower()))
    return Payment(
        external_id=row.identifier("id"),
        status=_payment_status(collection, row, captured),
        amount=tidy(captured or amount),
        currency=(row.text("currency_code", "") or currency).upper(),
        method=provider,
        reference=_provider_reference(row) or row.identifier("id"),
        paid_at=row.instant("captured_at", None) or _last_capture(row),
        is_gift_card=bool(words & const.GIFT_CARD_WORDS),
        on_delivery=bool(words & const.ON_DELIVERY_WORDS) or const.ON_DELIVERY_NAME in provider.lower(),
    )


def _provider_reference(row):
    """What the provider calls the payment, which stands on its pay-out; Stripe's ``pi_...`` for one."""
    data = row.data.get("data")
    reference = data.get("id") if isinstance(data, dict) else None
    return clean_text(reference)[:200] if isinstance(reference, str) else ""


def captured_amount(collection, row, siblings):
    """What was really taken of a payment."""
    captures = row.children("captures", ())
    if captures:
        return sum((capture.number("amount") for capture in captures), ZERO)
    if row.instant("captured_at", None):
        return row.number("amount", collection.data.get("amount"))
    # the sum of a collection says nothing about which of several payments was captured
    return collection.number("captured_amount", 0) if len(siblings) == 1 else ZERO


def _last_capture(row):
    return max((one.instant("created_at") for one in row.children("captures", ())), default=None)


def _payment_status(collection, row, captured):
    if captured > 0:
        return "captured"
    if row.instant("canceled_at", None) or collection.text("status", "") == "canceled":
        return "voided"
    return "failed" if collection.text("status", "") == "failed" else "authorized"


def refunds(order):
    """Money given back. Medusa knows no lines of a refund: these are amounts only."""
    currency = order.text("currency_code")
    return tuple(
        _refund(row, (payment.text("currency_code", "") or currency).upper())
        for collection in order.children("payment_collections", ())
        for payment in collection.children("payments", ())
        for row in payment.children("refunds", ())
    )


def _refund(row, currency):
    label, note = row.child("refund_reason", {}).text("label", ""), row.text("note", "")
    reference, note = reference_in(note)
    return Refund(
        external_id=row.identifier("id"),
        amount=row.number("amount"),
        currency=currency,
        reason=": ".join(filter(None, (label, note))),
        created_at=row.instant("created_at", None),
        reference=reference,
    )


def returns(order):
    """Returns that were asked for; one still being put together in the shop is none yet.

    What goes out in an exchange stands among the order's own lines in Medusa.
    """
    claims = {claim.identifier("id"): claim for claim in order.children("claims", ())}
    return tuple(
        _return(row, claims.get(row.identifier("claim_id", "")))
        for row in order.children("returns", ())
        if row.text("status", "") in const.RETURN_STATUS
    )


def free_items(order):
    """Ids of lines that go out free of charge, in a claim for which nothing comes back.

    Medusa asks their price; where goods come back, it sets what those had cost against it, as in an exchange.
    """
    return {
        item.identifier("item_id")
        for claim in order.children("claims", ())
        if claim.text("type") == const.REPLACEMENT
        and not claim.identifier("return_id", "")
        and not claim.instant("canceled_at", None)
        for item in claim.children("additional_items", ())
    }


def _claim_reason(claim):
    return next((item.text("reason", "") for item in claim.children("claim_items", ())), "")


def _return(row, claim):
    lines = tuple(_return_line(item) for item in row.children("items", ()))
    return ReturnRequest(
        external_id=row.identifier("id"),
        number=row.identifier("display_id", "") or row.identifier("id"),
        status=const.RETURN_STATUS[row.text("status")],
        lines=lines,
        reason=claim and _claim_reason(claim) or next((line.reason for line in lines if line.reason), ""),
        created_at=row.instant("requested_at", None) or row.instant("created_at", None),
        in_exchange=bool(
            row.identifier("exchange_id", "") or (claim and claim.text("type") == const.REPLACEMENT)
        ),
        is_claim=bool(row.identifier("claim_id", "")),
    )


def _return_line(item):
    reason = item.child("reason", {})
    return ReturnLine(
        line_id=item.identifier("item_id"),
        quantity=item.number("quantity"),
        reason=reason.text("value", "") or reason.text("label", "") or item.text("note", ""),
        # what was dismissed as damaged is among it
        received=item.number("received_quantity", 0),
    )
