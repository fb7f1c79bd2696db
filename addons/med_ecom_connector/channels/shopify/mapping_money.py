"""Payments and refunds of a Shopify order. Pure functions."""

from decimal import Decimal

from ..aftersales import Payment, Refund, RefundLine
from ..money import tidy
from ..references import reference_in
from . import const
from .ids import number, number_of

ZERO = Decimal(0)
RATE = Decimal("1e-12")


def money(row, key):
    """An amount in the customer's currency; 0 where the shop has none."""
    return row.child(key, {}).child("presentmentMoney", {}).number("amount", 0)


def exchange_rate(order):
    """Units of the shop's currency for one of the customer's; None where both are the same."""
    total = order.child("totalPriceSet", {})
    theirs, ours = total.child("presentmentMoney", {}), total.child("shopMoney", {})
    if theirs.text("currencyCode", "") == ours.text("currencyCode", "") or not theirs.number("amount", 0):
        return None
    rate = ours.number("amount") / theirs.number("amount")
    if not 0 < rate < 10**9:
        ours.fail("amount", "makes no sense beside the amount in the customer's currency")
    return rate.quantize(RATE)


def parse_payments(order):
    """What was authorised, taken and refused, one row per transaction that still means something.

    An authorisation stands for what of it is not captured yet.
    """
    rows = order.children("transactions", ())
    return tuple(payment for row in rows if (payment := _payment(row, rows)) is not None)


def _payment(row, rows):
    kind, state = row.text("kind"), row.text("status")
    amount = money(row, "amountSet")
    gateway = row.text("gateway", "")
    on_delivery = any(word in gateway.lower() for word in const.ON_DELIVERY)
    if kind not in const.CAPTURES + const.AUTHORIZATIONS:
        return None
    if state in const.FAILED:
        status = "failed"
    elif state == "SUCCESS" and kind in const.CAPTURES:
        status = "captured"
    elif state == "SUCCESS":
        amount -= _children(row, rows, const.CAPTURES)
        status = "voided" if _children(row, rows, ("VOID",), any_amount=True) else "authorized"
    elif state == "PENDING" and on_delivery:
        # once the shop's people mark it as received, that is a payment of its own
        amount -= _children(row, rows, const.CAPTURES)
        status = "authorized"
    else:
        return None
    if amount <= 0:
        return None
    return Payment(
        external_id=number_of(row),
        status=status,
        amount=tidy(amount),
        currency=row.child("amountSet").child("presentmentMoney").text("currencyCode"),
        method=gateway,
        reference=row.text("paymentId", ""),
        paid_at=row.instant("processedAt", None) or row.instant("createdAt", None),
        is_gift_card=gateway == const.GIFT_CARD,
        on_delivery=on_delivery,
    )


def _children(row, rows, kinds, any_amount=False):
    """The sum of what followed from a transaction, or how many followed."""
    followers = [
        other
        for other in rows
        if other.text("kind") in kinds
        and other.text("status") == "SUCCESS"
        and other.child("parentTransaction", {}).identifier("id", "") == row.identifier("id")
    ]
    return len(followers) if any_amount else sum((money(other, "amountSet") for other in followers), ZERO)


def parse_refunds(order):
    """Refunds that gave money back.

    Shopify also keeps as a refund what an edit or a cancellation took off an order without any money.
    """
    refunds = (_refund(row, order) for row in order.children("refunds", ()))
    return tuple(refund for refund in refunds if refund.amount > 0)


def _refund(row, order):
    inclusive = order.flag("taxesIncluded")

    def gross(part, net, tax):
        return tidy(money(part, net) + (0 if inclusive else money(part, tax)))

    lines = tuple(
        RefundLine(
            line_id=number(line.child("lineItem").identifier("id")),
            quantity=line.number("quantity"),
            amount=gross(line, "subtotalSet", "totalTaxSet"),
            restock=line.flag("restocked", False),
        )
        for line in row.child("refundLineItems", {}).children("nodes", ())
    )
    shipping = row.child("refundShippingLines", {}).children("nodes", ())
    reference, reason = reference_in(row.text("note", ""))
    return Refund(
        external_id=number_of(row),
        amount=money(row, "totalRefundedSet"),
        currency=row.child("totalRefundedSet").child("presentmentMoney").text("currencyCode"),
        reason=reason,
        reference=reference,
        created_at=row.instant("processedAt", None),
        lines=lines,
        shipping_amount=sum((gross(part, "subtotalAmountSet", "taxAmountSet") for part in shipping), ZERO),
    )
