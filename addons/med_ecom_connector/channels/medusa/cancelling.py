"""Cancellation to Medusa."""

from . import const


def cancel_order(client, cancellation):
    """Cancel an order, which frees what the shop keeps for it and gives back captured money.

    The reason goes into the order's meta data, and before: a cancelled order can't be changed any more.
    Medusa refuses where something was fulfilled.
    """
    order = client.order(cancellation.order_id)
    if const.ORDER_STATUS.get(order.get("status")) == "cancelled":
        return
    metadata = order.get("metadata") or {}
    told = {const.CANCEL_REASON_KEY: cancellation.reason, const.REFERENCE_KEY: cancellation.reference}
    if any(metadata.get(key) != value for key, value in told.items()):
        client.update_order(cancellation.order_id, {"metadata": {**metadata, **told}})
    client.cancel_order(cancellation.order_id)
