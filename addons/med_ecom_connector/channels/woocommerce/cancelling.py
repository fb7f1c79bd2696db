"""Cancellation to WooCommerce."""

from ..errors import RejectedError
from ..reading import Reader
from ..references import reference_in, with_reference
from ..sentences import _lt
from . import const


def cancel_order(client, cancellation):
    """Cancel an order, with the reason in its meta data, and in a private note for the shop's people.

    WooCommerce would cancel a completed order without a word, though its goods have left.

    :raises RejectedError: for an order that the shop has completed
    """
    order = Reader(client.order(cancellation.order_id))
    status = order.text("status")
    if status == "completed":
        raise RejectedError(_lt("The order is completed in the shop."))
    if const.ORDER_STATUS.get(status) != "cancelled":
        meta_data = [{"key": const.CANCEL_REASON_KEY, "value": cancellation.reason}]
        client.update_order(cancellation.order_id, {"status": "cancelled", "meta_data": meta_data})
    _leave_note(client, cancellation)


def _leave_note(client, cancellation):
    known = {
        reference_in(row.text("note", ""))[0]
        for row in map(Reader, client.order_notes(cancellation.order_id))
    }
    if cancellation.reference not in known:
        text = f"Cancelled in Odoo. {cancellation.reason}".strip()
        note = {"note": with_reference(text, cancellation.reference), "customer_note": False}
        client.create_order_note(cancellation.order_id, note)
