"""Shopify's webhooks: signature and meaning. Pure functions."""

from ..neutral import WebhookEvent
from ..webhooks import header, is_signed, read_webhook
from . import const

#: where the number of the order stands, by the part of the topic before the slash
_ORDER_KEYS = {
    "refunds": ("order_id",),
    "fulfillments": ("order_id",),
    "order_transactions": ("order_id",),
    "returns": ("order", "id"),
}


def verify(secret, headers, body):
    """As :meth:`~..base.Channel.verify_webhook`, with the app's client secret."""
    return is_signed(secret, body, header(headers, const.SIGNATURE_HEADER))


def parse(headers, body):
    """Events for orders and products; stock levels only tell us what we wrote or what an order did."""
    data = read_webhook(body)
    topic = header(headers, const.TOPIC_HEADER)
    subject = topic.split("/")[0]
    if topic == "orders/edited":
        return [WebhookEvent(topic, "order", data.child("order_edit").identifier("order_id"))]
    if subject == "orders":
        return [WebhookEvent(topic, "order", data.identifier("id"))]
    if subject in _ORDER_KEYS:
        *path, key = _ORDER_KEYS[subject]
        for part in path:
            data = data.child(part)
        return [WebhookEvent(topic, "order", data.identifier(key))]
    if subject == "products":
        return [WebhookEvent(topic, "product", data.identifier("id"))]
    return []
