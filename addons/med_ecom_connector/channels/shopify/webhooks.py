"""Shopify's webhooks: signature and meaning. Pure functions."""

import base64
import hashlib
import hmac
import json

from ..errors import PayloadError
from ..neutral import WebhookEvent
from ..reading import Reader
from . import const

#: where the number of the order stands, by the part of the topic before the slash
_ORDER_KEYS = {
    "refunds": ("order_id",),
    "fulfillments": ("order_id",),
    "order_transactions": ("order_id",),
    "returns": ("order", "id"),
}


def verify(secret, headers, body):
    given = _header(headers, const.SIGNATURE_HEADER)
    if not secret or not given:
        return False
    right = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
    return hmac.compare_digest(given.encode("utf-8", "replace"), right)


def parse(headers, body):
    """Events for orders and products; stock levels only tell us what we wrote or what an order did."""
    try:
        data = Reader(json.loads(body))
    except (ValueError, RecursionError):
        raise PayloadError("The webhook is not JSON.") from None
    topic = _header(headers, const.TOPIC_HEADER)
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


def _header(headers, name):
    """A header's value whatever the case of its name; empty when absent."""
    return next((value for key, value in headers.items() if key.lower() == name), "")
