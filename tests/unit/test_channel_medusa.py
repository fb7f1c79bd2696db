"""What only the Medusa channel has to get right."""

from decimal import Decimal

import pytest
from channel_kit import open_shop

from channels import errors
from channels.medusa import MedusaChannel
from channels.neutral import PriceUpdate, StockLevel, VariantRef
from channels.shipments import Shipment, ShipmentLine
from channels.shop import ChannelSettings


@pytest.fixture
def shop():
    with open_shop("medusa") as fake:
        yield fake


def level(shop, sku, quantity):
    return StockLevel(VariantRef(**shop.ref(sku)), Decimal(quantity))


def test_stock_level_that_does_not_exist_yet(shop, channel):
    shop.add_product("A", "Alpha", 1, located=False)
    shop.add_product("B", "Beta", 1)
    assert all(result.ok for result in channel.push_stock([level(shop, "A", 4), level(shop, "B", 5)]))
    assert (shop.stock("A"), shop.stock("B")) == (4, 5)


def test_product_without_stock_management(shop, channel):
    shop.add_product("A", "Alpha", 1, managed=False)
    (result,) = channel.push_stock([level(shop, "A", 4)])
    assert not result.ok
    assert "keeps no stock" in result.error


def test_refused_batch_is_tried_row_by_row(shop, channel):
    shop.add_product("A", "Alpha", 1)
    shop.add_product("B", "Beta", 1)
    shop.fail_next("status", count=3, match="batch", status=400)
    results = channel.push_stock([level(shop, "A", 4), level(shop, "B", 5)])
    assert [result.ok for result in results] == [False, True]
    assert results[0].error == "scripted fault"


def test_stock_location_must_be_chosen(shop):
    channel = MedusaChannel(ChannelSettings(**shop.settings(stock_location="")))
    info = channel.test_connection()
    assert info.choices["stock_location"] == [("sloc_main", "Main")]
    assert info.warnings == ("stock_location_not_chosen",)
    with pytest.raises(errors.PermanentError, match="stock location"):
        channel.push_stock([])


def price(shop, sku, amount, currency="EUR"):
    return PriceUpdate(VariantRef(**shop.ref(sku)), Decimal(amount), currency)


def test_other_prices_of_the_variant_stay(shop, channel):
    shop.add_product("A", "Alpha", "10")
    special = {"id": "price_s", "currency_code": "eur", "amount": 8.0, "rules": {"region_id": "reg_1"}}
    dollars = {"id": "price_d", "currency_code": "usd", "amount": 11.0, "rules": {}}
    shop.variants["A"]["prices"] += [special, dollars]
    assert channel.push_prices([price(shop, "A", "12.5"), price(shop, "A", "90", "CNY")])[0].ok
    rows = {
        (row["currency_code"], bool(row.get("rules"))): row["amount"] for row in shop.variants["A"]["prices"]
    }
    assert rows == {("eur", False): 12.5, ("eur", True): 8.0, ("usd", False): 11.0, ("cny", False): 90}


def test_prices_that_cannot_be(shop, channel):
    shop.add_product("A", "Alpha", "10")
    shop.add_product("GONE", "Gone", "10")
    gone = price(shop, "GONE", 1)
    del shop.variants["GONE"]
    assert [result.ok for result in channel.push_prices([gone])] == [False]
    assert [result.ok for result in channel.push_prices([price(shop, "A", -1)])] == [False]
    assert shop.price("A") == 10


def test_refused_prices_of_a_product_are_tried_one_by_one(shop, channel):
    shop.add_product("A", "Alpha", "10")
    shop.add_product("B", "Beta", "10")
    shop.variants["B"]["product_id"] = shop.variants["A"]["product_id"]
    shop.fail_next("status", count=2, match="variants/batch", status=400)
    results = channel.push_prices([price(shop, "A", 11), price(shop, "B", 12)])
    assert [result.ok for result in results] == [False, True]


def test_part_of_the_last_pieces(shop, channel):
    """Medusa refuses part of a line when all stock is reserved; afterwards the figures must be right."""
    shop.add_product("A", "Alpha", 10, stock=5)
    order = shop.place_order([("A", 5)])
    line = ShipmentLine(order["items"][0]["id"], Decimal(2), "A")
    result = channel.push_shipment(Shipment(order["id"], "WH/OUT/1", (line,)))
    assert not result.already_there
    assert shop.stock("A") == 3
    assert order["fulfillments"][0]["shipped_at"]


@pytest.mark.parametrize(("error", "stock"), [(errors.RejectedError, 5), (errors.NetworkError, 3)])
def test_headroom_is_taken_back_when_the_second_try_fails(shop, channel, error, stock):
    """To the old figure when the shop did nothing, to the lower one when nobody knows."""
    shop.add_product("A", "Alpha", 10, stock=5)
    order = shop.place_order([("A", 5)])
    line = ShipmentLine(order["items"][0]["id"], Decimal(2), "A")
    answers = iter(
        [errors.RejectedError("no", detail="Not enough stock available for item"), error("second")]
    )

    def fail(*args):
        raise next(answers)

    channel.client.create_fulfillment = fail
    with pytest.raises(error, match="second"):
        channel.push_shipment(Shipment(order["id"], "WH/OUT/1", (line,)))
    assert shop.stock("A") == stock


def test_more_than_is_left_is_refused(shop, channel):
    shop.add_product("A", "Alpha", 10, stock=5)
    order = shop.place_order([("A", 1)])
    line = ShipmentLine(order["items"][0]["id"], Decimal(2), "A")
    with pytest.raises(errors.RejectedError, match="exceeds"):
        channel.push_shipment(Shipment(order["id"], "WH/OUT/1", (line,)))


def test_shipment_without_tracking(shop, channel):
    shop.add_product("A", "Alpha", 10, stock=5)
    order = shop.place_order([("A", 1)])
    line = ShipmentLine(order["items"][0]["id"], Decimal(1), "A")
    channel.push_shipment(Shipment(order["id"], "WH/OUT/1", (line,)))
    assert order["fulfillments"][0]["labels"] == []


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("order.placed", {"id": "order_1"}, ("order", "order_1")),
        ("order.fulfillment_created", {"order_id": "order_1", "fulfillment_id": "f"}, ("order", "order_1")),
        ("payment.captured", {"id": "pay_1", "order_id": "order_1"}, ("order", "order_1")),
        ("payment.captured", {"id": "pay_1"}, None),
        ("shipment.created", {"id": "ful_1"}, None),
        ("product.updated", {"id": "prod_1"}, ("product", "prod_1")),
        ("inventory-level.updated", {"id": "ilev_1"}, None),
    ],
)
def test_topics(shop, channel, name, data, expected):
    events = channel.parse_webhook(*shop.webhook(name, data))
    assert [(event.kind, event.external_id) for event in events] == ([expected] if expected else [])
