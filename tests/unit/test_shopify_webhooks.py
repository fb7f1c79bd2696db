"""Shopify's webhooks: topics, and what is documented of their bodies."""

import json

import jsonschema
import pytest
from channel_kit import open_shop

from payloads import load


@pytest.fixture
def shop():
    with open_shop("shopify") as fake:
        yield fake


@pytest.fixture
def order(shop):
    shop.add_product("A", "Alpha", "10", stock=10)
    return shop.place_order([("A", 3)], paid=True)


@pytest.mark.parametrize(
    ("topic", "data", "event"),
    [
        ("orders/create", {"id": 820982911946154508}, ("order", "820982911946154508")),
        ("orders/delete", {"id": 7}, ("order", "7")),
        ("orders/edited", {"order_edit": {"id": 5, "order_id": 8}}, ("order", "8")),
        ("refunds/create", {"id": 5, "order_id": 8}, ("order", "8")),
        ("fulfillments/update", {"id": 5, "order_id": 8}, ("order", "8")),
        ("returns/request", {"id": 5, "order": {"id": 8}}, ("order", "8")),
        ("products/update", {"id": 5}, ("product", "5")),
    ],
)
def test_topics(shop, channel, topic, data, event):
    headers, body = shop.webhook(topic, data)
    assert channel.verify_webhook(headers, body)
    (found,) = channel.parse_webhook(headers, body)
    assert (found.topic, found.kind, found.external_id) == (topic, *event)


def test_stock_levels_lead_to_nothing(shop, channel):
    headers, body = shop.webhook("inventory_levels/update", {"inventory_item_id": 1, "location_id": 2})
    assert channel.parse_webhook(headers, body) == []


WEBHOOKS = load("shopify", "webhooks")


#: the field of each topic's example that names the order or product
NAMED_BY = {
    "orders/updated": lambda data: data["id"],
    "orders/delete": lambda data: data["id"],
    "orders/edited": lambda data: data["order_edit"]["order_id"],
    "refunds/create": lambda data: data["order_id"],
    "returns/request": lambda data: data["order"]["id"],
    "fulfillments/create": lambda data: data["order_id"],
    "products/update": lambda data: data["id"],
}


@pytest.mark.parametrize("topic", sorted(NAMED_BY))
def test_documented_webhooks(shop, channel, topic):
    data = WEBHOOKS[topic]["example"]
    jsonschema.validate(data, WEBHOOKS[topic]["schema"])
    (event,) = channel.parse_webhook(*shop.webhook(topic, data))
    assert event.external_id == str(NAMED_BY[topic](data))


def test_the_fake_sends_what_is_documented(shop, order):
    _headers, body = shop.order_webhook(order)
    data = json.loads(body)
    for name, schema in WEBHOOKS["orders/updated"]["schema"]["properties"].items():
        if name in data:
            jsonschema.validate(data[name], schema)
    assert data["admin_graphql_api_id"].endswith(str(data["id"]))
