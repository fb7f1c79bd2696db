"""What only the WooCommerce channel has to get right."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from channel_kit import open_shop
from fakes.server import Reply

from channels import errors
from channels.neutral import PriceUpdate, StockLevel, VariantRef
from channels.shipments import Shipment, ShipmentLine
from channels.shop import ChannelSettings
from channels.woocommerce import WooCommerceChannel
from channels.woocommerce.auth import signature
from payloads import load


@pytest.fixture
def shop():
    with open_shop("woocommerce") as fake:
        yield fake


def test_signature_of_a_real_request():
    oauth = {
        "oauth_consumer_key": "ck_a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4",
        "oauth_timestamp": "1795345175",
        "oauth_nonce": "55556eb2e2ccb45a8bbb9d5486f6bcaa714055db",
        "oauth_signature_method": "HMAC-SHA256",
    }
    secret = "cs_e5f60718e5f60718e5f60718e5f60718e5f60718"
    url = "http://127.0.0.1:18100/wp-json/wc/v3/orders"
    assert signature("GET", url, oauth, secret) == "6pNv7wm3PUnIFTRRXwrAcKxsIkWwcvLVtlzUqeX4tT0="


def test_over_https_the_keys_travel_as_basic(shop):
    settings = ChannelSettings(**{**shop.settings(), "base_url": "https://shop.example"})
    request = WooCommerceChannel(settings).client._auth
    assert type(request).__name__ == "HTTPBasicAuth"


def test_awkward_characters_are_signed_rightly(shop, channel):
    with pytest.raises(errors.ProtocolError):
        channel.client.get("/wc/v3/nothing", {"q": "a b+c&d=é/~*'()[]", "x": ""})


def test_real_webhook_with_its_signature(shop):
    recorded = load("woocommerce", "webhook-order-created")
    channel = WooCommerceChannel(ChannelSettings(**{**shop.settings(), "webhook_secret": "whsec-test"}))
    body = recorded["raw"].encode()
    assert channel.verify_webhook(recorded["headers"], body)
    (event,) = channel.parse_webhook(recorded["headers"], body)
    assert (event.topic, event.kind, event.external_id) == ("order.created", "order", "14")


def test_first_ping_is_let_in_and_leads_to_nothing(channel):
    assert channel.verify_webhook({}, b"webhook_id=1")
    assert channel.parse_webhook({}, b"webhook_id=1") == []
    for body in (b"webhook_id=1&x=2", b"webhook_id=", b"webhook_id=x", b"webhook_id=1\n", b""):
        assert not channel.verify_webhook({}, body)


@pytest.mark.parametrize(
    ("topic", "kinds"),
    [("order.deleted", ["order"]), ("product.updated", ["product"]), ("customer.created", [])],
)
def test_topics(shop, channel, topic, kinds):
    assert [event.kind for event in channel.parse_webhook(*shop.webhook(topic, {"id": 5}))] == kinds


def test_trashed_orders_come_in_their_place(shop, channel):
    start = shop.clock()
    orders = [shop.place_order([("A", 1)], at=start + timedelta(seconds=n)) for n in range(5)]
    orders[1]["status"] = "trash"
    orders[4]["status"] = "trash"
    rows = [row for page in channel.iter_orders(None, page_size=2) for row in page]
    assert [row.external_id for row in rows] == [str(order["id"]) for order in orders]
    (raw,) = channel.fetch_orders([str(orders[1]["id"])])
    assert channel.parse_order(raw.payload).status == "cancelled"


def test_orders_that_are_not_placed_yet_are_left_out(shop, channel):
    draft = shop.place_order([("A", 1)], status="checkout-draft")
    assert [row for page in channel.iter_orders(None) for row in page] == []
    assert channel.fetch_orders([str(draft["id"])]) == []


def test_page_size_above_the_shops_limit(shop, channel):
    shop.place_order([("A", 1)])
    assert len([row for page in channel.iter_orders(None, page_size=500) for row in page]) == 1


def test_variations(shop, channel):
    shop.add_product("P", "Stocking", 0)
    shop.add_product("P-M", "M", "19", stock=4, parent="P")
    shop.add_product("P-L", "L", "21", stock=2, parent="P")
    (page,) = channel.iter_variants()
    assert [(row.sku, row.name, row.stock) for row in page] == [
        ("P-M", "Stocking (M)", 4),
        ("P-L", "Stocking (L)", 2),
    ]
    levels = [StockLevel(VariantRef(**shop.ref(sku)), Decimal(9)) for sku in ("P-M", "P-L")]
    assert all(result.ok for result in channel.push_stock(levels))
    assert (shop.stock("P-M"), shop.stock("P-L")) == (9, 9)
    assert len(shop.asked("POST .*/products/11/variations/batch")) == 1


def test_stock_management_is_switched_on(shop, channel):
    shop.add_product("A", "Alpha", 1, managed=False)
    assert channel.push_stock([StockLevel(VariantRef(**shop.ref("A")), Decimal(3))])[0].ok
    assert shop.stock("A") == 3


def test_product_that_cannot_keep_stock(shop, channel):
    shop.add_product("A", "Alpha", 1)
    shop.products["A"].update(type="grouped", manage_stock=False, stock_quantity=None)
    (result,) = channel.push_stock([StockLevel(VariantRef(**shop.ref("A")), Decimal(3))])
    assert (result.ok, result.error) == (False, "The shop does not manage stock for this product.")


def test_parent_product_is_gone(shop, channel):
    shop.add_product("A", "Alpha", 1)
    lost = VariantRef("77", "66", "77", "X")
    levels = [StockLevel(lost, Decimal(1)), StockLevel(VariantRef(**shop.ref("A")), Decimal(3))]
    assert [result.ok for result in channel.push_stock(levels)] == [False, True]


def test_price_in_another_currency(shop, channel):
    shop.add_product("A", "Alpha", 1)
    (result,) = channel.push_prices([PriceUpdate(VariantRef(**shop.ref("A")), Decimal(3), "USD")])
    assert not result.ok
    assert "EUR" in result.error


def shipment(order, reference, quantities):
    pairs = zip(order["line_items"], quantities, strict=True)
    lines = tuple(ShipmentLine(str(row["id"]), Decimal(n), row["sku"]) for row, n in pairs if n)
    return Shipment(str(order["id"]), reference, lines, "DHL", "123")


@pytest.mark.parametrize("fulfillments_on", [True, False])
def test_order_is_completed_when_everything_has_left(shop, channel, fulfillments_on):
    shop.fulfillments_on = fulfillments_on
    order = shop.place_order([("A", 3), ("B", 1)], paid=True)
    channel.push_shipment(shipment(order, "OUT/1", (2, 1)))
    assert order["status"] == "processing"
    channel.push_shipment(shipment(order, "OUT/1", (2, 1)))
    assert order["status"] == "processing"
    channel.push_shipment(shipment(order, "OUT/2", (1, 0)))
    assert order["status"] == "completed"


def test_unpaid_order_is_not_completed(shop, channel):
    """Completing would mark it as paid."""
    order = shop.place_order([("A", 1)], paid=False)
    channel.push_shipment(shipment(order, "OUT/1", (1,)))
    assert order["status"] == "on-hold"


def test_shop_without_fulfilments_keeps_shipments_in_the_order(shop, channel):
    shop.fulfillments_on = False
    order = shop.place_order([("A", 3)], paid=True)
    first = channel.push_shipment(shipment(order, "OUT/1", (1,)))
    channel.push_shipment(shipment(order, "OUT/2", (1,)))
    again = channel.push_shipment(shipment(order, "OUT/1", (1,)))
    assert (first.external_id, again.already_there) == ("OUT/1", True)
    meta = {row["key"]: row["value"] for row in order["meta_data"]}
    assert json.loads(meta["_odoo_shipment_OUT/1"])["tracking_number"] == "123"
    assert meta["_tracking_number"] == "123"
    assert "_odoo_shipment_OUT/2" in meta


@pytest.mark.parametrize("value", ["", "{", "[]", '{"items": 5}', '{"items": {"x": "y"}}', None, {"a": 1}])
def test_shipments_in_the_order_that_somebody_edited(shop, channel, value):
    shop.fulfillments_on = False
    order = shop.place_order([("A", 3)], paid=True)
    order["meta_data"].append({"id": 1, "key": "_odoo_shipment_OUT/1", "value": value})
    assert channel.push_shipment(shipment(order, "OUT/1", (3,))).already_there


@pytest.mark.parametrize("items", [None, 5, "x", {}, [5], [{"qty": "x", "item_id": 1}], [{}]])
def test_fulfilments_of_other_people(shop, channel, items):
    order = shop.place_order([("A", 3)], paid=True)
    order["_fulfillments"] = [{"id": 5, "meta_data": [{"key": "_items", "value": items}]}]
    assert not channel.push_shipment(shipment(order, "OUT/1", (1,))).already_there


def test_warnings(shop, channel):
    shop.place_order([("A", 1)])
    shop.fulfillments_on = shop.manage_stock = False
    warnings = channel.test_connection().warnings
    assert warnings == ("stock_not_managed", "fulfilments_off")


def test_key_that_may_not_read_settings(shop, channel):
    shop.fail_next("status", match="settings", status=403)
    assert "settings_unreadable" in channel.test_connection().warnings


def test_site_without_a_name(shop, channel):
    shop.get_site = lambda request: Reply({"name": ""})
    assert channel.test_connection().name.startswith("127.0.0.1:")


def test_site_that_refuses_our_keys_outside_the_api(shop, channel):
    shop.fail_next("status", match="/wp-json/$", status=401)
    assert channel.test_connection().name.startswith("127.0.0.1:")
