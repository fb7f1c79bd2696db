"""Cancellations, refunds and decisions on returns to Shopify, each safe to repeat."""

import uuid
from decimal import Decimal

from ..errors import RejectedError, ServerError
from ..money import to_decimal
from ..reading import Reader
from ..references import reference_in, with_reference
from ..sentences import _lt
from . import const, queries
from .client import said
from .ids import gid, number
from .mapping_money import money

#: under which the idempotency keys of refunds are made from our references
_KEYS = uuid.UUID("4f0c5a5e-6d0f-4f0c-9b0e-6d6564737569")
#: letters that notes to customers and to the shop's own people may have
_MAX_NOTE, _MAX_STAFF_NOTE = 500, 255
#: how often we look whether an order is cancelled, and seconds in between
_LOOKS, _PAUSE = 20, 0.5


def cancel_order(client, cancellation):
    """Cancel an order; its money is given back by a refund of its own, or not at all.

    Shopify only takes it in hand, and may find later that it can't be cancelled. So we wait for the outcome.

    :raises ServerError: when there is none after some seconds
    """
    order_id = gid("Order", cancellation.order_id)
    if client.node(queries.orders.ORDER_STATE, order_id).get("cancelledAt"):
        return
    reason = cancellation.reason.strip().upper()
    payload = client.must_change(
        queries.orders.CANCEL,
        "orderCancel",
        errors="orderCancelUserErrors",
        order=order_id,
        reason=reason if reason in const.CANCEL_REASONS else "OTHER",
        note=_note(cancellation.reason, cancellation.reference, _MAX_STAFF_NOTE),
    )
    _wait_for_cancellation(client, order_id, Reader(payload).child("jobResult").identifier("id"))


def _wait_for_cancellation(client, order_id, job_id):
    for _look in range(_LOOKS):
        state = client.run(queries.orders.CANCEL_STATE, job=job_id, order=order_id)
        if (state.get("order") or {}).get("cancelledAt"):
            return
        job = state.get("job") or {}
        if job.get("done"):
            raise RejectedError(
                _lt("The shop did not cancel the order: %(said)s", said=said(job.get("errors")))
            )
        client.sleep(_PAUSE)
    raise ServerError(_lt("The shop is still cancelling the order."), retry_after=60)


def push_refund(client, location, refund):
    """Give money back over the payments it came from.

    A repeat is known by our reference in the refund's note, and, for as long as the shop remembers
    it, by the idempotency key.

    :return: the shop's id of the refund
    """
    order_id = gid("Order", refund.order_id)
    order = Reader(client.node(queries.aftersales.REFUNDABLE, order_id))
    for row in order.children("refunds", ()):
        if reference_in(row.text("note", ""))[0] == refund.reference:
            return number(row.identifier("id"))
    if refund.currency != order.text("presentmentCurrencyCode"):
        raise RejectedError(
            _lt("The customer paid in %(currency)s.", currency=order.text("presentmentCurrencyCode"))
        )
    body = {
        "orderId": order_id,
        "currency": refund.currency,
        "note": _note(refund.reason, refund.reference),
        "notify": True,
        "refundLineItems": _refund_lines(client, location, refund.lines),
        "transactions": _transactions(order, order_id, refund.amount),
    }
    key = str(uuid.uuid5(_KEYS, f"{refund.order_id}/{refund.reference}/{refund.amount}"))
    payload = client.must_change(queries.aftersales.REFUND, "refundCreate", input=body, key=key)
    return number(Reader(payload).child("refund").identifier("id"))


def _note(reason, reference, most=_MAX_NOTE):
    room = most - len(with_reference("-", reference)) + 1
    return with_reference(reason[:room], reference)


def _refund_lines(client, location, lines):
    """What the money is for, as far as Shopify still counts it as sold.

    It does not once a return of it is processed: the money is given back without naming the goods then.
    """
    ids = [gid("LineItem", line.line_id) for line in lines]
    rows = client.nodes(queries.aftersales.REFUNDABLE_LINES, list(dict.fromkeys(ids)))
    left = {row["id"]: row["refundableQuantity"] for row in rows}
    found = []
    for key, line in zip(ids, lines, strict=True):
        quantity = min(int(line.quantity), left.get(key, 0))
        if quantity > 0:
            left[key] -= quantity
            found.append(_refund_line(key, quantity, line, location))
    return found


def _refund_line(key, quantity, line, location):
    row = {"lineItemId": key, "quantity": quantity}
    if line.restock and location:
        return {**row, "restockType": "RETURN", "locationId": gid("Location", location)}
    return {**row, "restockType": "NO_RESTOCK"}


def _transactions(order, order_id, amount):
    """Refunds of the payments that took the money, the oldest first, until the amount is reached."""
    rows = order.children("transactions", ())
    left, parts = amount, []
    for row in rows:
        if row.text("kind") not in const.CAPTURES or row.text("status") != "SUCCESS":
            continue
        part = min(left, money(row, "amountSet") - _given_back(row, rows))
        if part > 0:
            parts.append(
                {
                    "orderId": order_id,
                    "parentId": row.identifier("id"),
                    "kind": "REFUND",
                    "gateway": row.text("gateway", ""),
                    "amount": f"{part:f}",
                }
            )
            left -= part
    if left > 0:
        raise RejectedError(_lt("The customer has paid %(left)s less than is to be given back.", left=left))
    return parts


def _given_back(row, rows):
    return sum(
        (
            money(other, "amountSet")
            for other in rows
            if other.text("kind") == "REFUND"
            and other.text("status") in ("SUCCESS", "PENDING")
            and other.child("parentTransaction", {}).identifier("id", "") == row.identifier("id")
        ),
        Decimal(0),
    )


def answer_return(client, answer):
    """Approve and take in a return, or decline it; what is done already is left alone."""
    return_id = gid("Return", answer.return_id)
    record = client.node(queries.aftersales.RETURN, return_id)
    if answer.accepted:
        _accept(client, return_id, record, answer)
    else:
        _decline(client, return_id, record, answer)


def _accept(client, return_id, record, answer):
    """Take the goods in. What goes out for them is put on the order by this call, too, and not before."""
    status = record["status"]
    if status == "REQUESTED":
        approval = {"id": return_id}
        status = _status(
            client.must_change(queries.aftersales.APPROVE_RETURN, "returnApproveRequest", input=approval)
        )
    if status != "OPEN":
        return
    lines = _to_process(client, record, answer)
    others = _exchange_lines(client, return_id)
    if lines or others:
        body = {"returnId": return_id, "returnLineItems": lines, "exchangeLineItems": others}
        status = _status(client.must_change(queries.aftersales.PROCESS_RETURN, "returnProcess", input=body))
    if status == "OPEN" and not _left_over(client, return_id):
        client.must_change(queries.aftersales.CLOSE_RETURN, "returnClose", id=return_id)


def _to_process(client, record, answer):
    """Lines of the return that came back and that the shop does not count as processed yet."""
    came = {line.line_id: line.received or line.quantity for line in answer.lines}
    lines = []
    for row in _return_lines(client, record):
        line_id = number(row["fulfillmentLineItem"]["lineItem"]["id"])
        open_quantity = row["quantity"] - row["processedQuantity"]
        n = int(min(open_quantity, to_decimal(came.get(line_id, 0)) - row["processedQuantity"]))
        if not answer.lines:
            n = open_quantity
        if n > 0:
            lines.append({"id": row["id"], "quantity": n})
    return lines


def _exchange_lines(client, return_id):
    """Goods that are agreed on for those that came back, and that are not on the order yet.

    Asked for once the return is approved: nothing of it can be processed before.
    """
    rows = client.node(queries.aftersales.RETURN, return_id)["exchangeLineItems"]["nodes"]
    return [
        {"id": row["id"], "quantity": row["processableQuantity"]}
        for row in rows
        if row["processableQuantity"]
    ]


def _return_lines(client, record):
    rows = client.rest(
        queries.orders.MORE_RETURN_LINES, record["id"], "returnLineItems", record.get("returnLineItems")
    )
    return [row for row in rows if row.get("fulfillmentLineItem")]


def _left_over(client, return_id):
    record = client.node(queries.aftersales.RETURN, return_id)
    return record["status"] != "OPEN" or any(
        row["processedQuantity"] < row["quantity"] for row in _return_lines(client, record)
    )


def _decline(client, return_id, record, answer):
    note = _note(answer.reason, answer.reference)
    if record["status"] == "REQUESTED":
        body = {"id": return_id, "declineReason": "OTHER", "declineNote": note, "notifyCustomer": True}
        client.must_change(queries.aftersales.DECLINE_RETURN, "returnDeclineRequest", input=body)
    elif record["status"] == "OPEN":
        # approved before the goods were seen: an approval can only be cancelled
        _payload, refused = client.change(queries.aftersales.CANCEL_RETURN, "returnCancel", id=return_id)
        if refused:
            raise RejectedError(
                _lt("The shop refused to cancel the return: %(said)s", said=said(refused)),
                detail=said(refused),
            )


def _status(payload):
    return Reader(payload).child("return").text("status")
