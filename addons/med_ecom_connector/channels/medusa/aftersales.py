"""Refunds and answers to returns, to Medusa. Each looks first whether it was done before."""

from decimal import Decimal

from ..errors import RejectedError
from ..money import json_number
from ..reading import Reader
from ..references import reference_in, with_reference
from ..sentences import _lt
from .mapping_money import captured_amount


def push_refund(client, refund):
    """Pay back through the payments of the order, which may be several.

    Medusa keeps nothing of ours on a refund but its note, so the note carries the reference.

    :return: the shop's id of the (last) refund
    :raises RejectedError: when more is asked for than was captured
    """
    order = Reader(client.order(refund.order_id))
    done, heads = _look(order, refund.reference)
    rest = refund.amount - sum(done.values(), Decimal(0))
    if rest > sum(heads.values(), Decimal(0)):
        raise RejectedError(
            _lt("Only %(amount)s of the captured money is left to be refunded.", amount=sum(heads.values()))
        )
    refund_id = next(reversed(done), "")
    for payment_id, head in heads.items():
        part = min(head, rest)
        if part <= 0:
            continue
        note = with_reference(refund.reason, refund.reference)
        payment = client.refund_payment(payment_id, {"amount": json_number(part), "note": note})
        refund_id = next(reversed(_ours(Reader(payment), refund.reference)), refund_id)
        rest -= part
    return refund_id


def _look(order, reference):
    """What was refunded under our reference, and how much each payment has left."""
    done, heads = {}, {}
    for collection in order.children("payment_collections", ()):
        rows = collection.children("payments", ())
        for payment in rows:
            done |= _ours(payment, reference)
            given = sum((row.number("amount") for row in payment.children("refunds", ())), Decimal(0))
            heads[payment.identifier("id")] = captured_amount(collection, payment, rows) - given
    return done, heads


def _ours(payment, reference):
    return {
        row.identifier("id"): row.number("amount")
        for row in payment.children("refunds", ())
        if reference_in(row.text("note", ""))[0] == reference
    }


def answer_return(client, answer):
    """Tell the shop that goods came back, or that they will not be taken.

    They are booked as dismissed: returned, but not put back into the shop's stock, since what of them
    may be sold again is decided in Odoo.

    :raises RejectedError: when the shop decided otherwise before
    """
    if not answer.return_id:
        # goods that came back without a request: Medusa has nothing to be answered
        return
    status = client.return_request(answer.return_id).get("status")
    if status == ("received" if answer.accepted else "canceled"):
        return
    if not answer.accepted:
        client.cancel_return(answer.return_id)
        return
    if status == "canceled":
        raise RejectedError(_lt("The return was cancelled in the shop."))
    try:
        client.begin_receive(answer.return_id)
    except RejectedError:
        # left over from a call that broke off half-way
        client.abandon_receive(answer.return_id)
        client.begin_receive(answer.return_id)
    items = [{"id": line.line_id, "quantity": json_number(line.quantity)} for line in answer.lines]
    client.dismiss_items(answer.return_id, {"items": items})
    client.confirm_receive(answer.return_id)
