"""Refunds and answers to returns, to WooCommerce. Each looks first whether it was done before."""

from decimal import Decimal

from ..errors import RejectedError, RetryableError, ServerError
from ..money import json_number
from ..reading import Reader
from ..references import reference_in, with_reference
from ..sentences import _lt
from . import const, mapping_money
from .catalog import number_id


def push_refund(client, refund, through_gateway):
    """Make a refund, found again by our reference.

    The reference is in its meta data, which the shop writes last. Where the provider pays, it is in
    the reason, too: a try that was cut off while the provider was asked must not pay once more.

    :param bool through_gateway: have the shop's payment provider pay; otherwise the shop only notes
        the refund, and the money is paid by hand
    :return: the shop's id of the refund
    :raises RejectedError: for a refund of more than is left, or a provider that can't pay back
    :raises RetryableError: while the provider is still busy with an earlier try
    """
    done = _done_before(client, refund, through_gateway)
    if done:
        return done
    body = {
        "amount": f"{refund.amount:f}",
        "reason": with_reference(refund.reason, refund.reference) if through_gateway else refund.reason,
        "api_refund": through_gateway,
        # what may be sold again is decided in Odoo
        "api_restock": False,
        "meta_data": [{"key": const.REFERENCE_KEY, "value": refund.reference}],
    }
    if refund.lines:
        body["line_items"] = refund_lines(Reader(client.order(refund.order_id)), refund)
    try:
        return Reader(client.create_refund(refund.order_id, body)).identifier("id")
    except ServerError as error:
        # WooCommerce answers a refusal with status 500, which trying again would not heal
        if const.REFUND_REFUSED in error.detail:
            raise RejectedError(error.sentence, status=error.status, detail=error.detail) from None
        raise


def _done_before(client, refund, through_gateway):
    for row in map(Reader, client.refunds(refund.order_id)):
        if mapping_money.reference(row) != refund.reference:
            continue
        if through_gateway and not row.flag("refunded_payment", False):
            # it vanishes again if the provider refuses
            raise RetryableError(_lt("The shop has not paid this refund back yet."))
        return row.identifier("id")
    return ""


def refund_lines(order, refund):
    """Lines of a refund: its amounts split into net and taxes in the proportion of the order's line.

    :param order: :class:`~..reading.Reader` of the order, with the decimals that the shop counts in
    """
    known = {row.identifier("id"): row for row in order.children("line_items")}
    cent = Decimal(1).scaleb(-len(order.text("total").partition(".")[2]))
    rows = []
    for line in refund.lines:
        if line.line_id not in known:
            raise RejectedError(_lt("The shop's order has no line %(line_id)s.", line_id=line.line_id))
        rows.append(_refund_line(known[line.line_id], line, cent))
    return rows


def _refund_line(row, line, cent):
    gross = row.number("total") + row.number("total_tax")
    share = line.amount / gross if gross else Decimal(0)
    taxes = {
        number_id(tax.identifier("id")): (tax.number("total") * share).quantize(cent)
        for tax in row.children("taxes", ())
        if tax.data.get("total") not in ("", None)
    }
    return {
        "id": number_id(line.line_id),
        "quantity": json_number(line.quantity),
        "refund_total": float(line.amount - sum(taxes.values())),
        "refund_tax": [{"id": key, "refund_total": float(tax)} for key, tax in taxes.items()],
    }


def answer_return(client, answer):
    """WooCommerce knows no returns: a private note on the order tells its people, once."""
    known = {
        reference_in(row.text("note", ""))[0] for row in map(Reader, client.order_notes(answer.order_id))
    }
    if answer.reference not in known:
        verdict = "accepted" if answer.accepted else "declined"
        text = f"Return {answer.reference} {verdict}. {answer.reason}".strip()
        note = {"note": with_reference(text, answer.reference), "customer_note": False}
        client.create_order_note(answer.order_id, note)
