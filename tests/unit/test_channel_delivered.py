"""The news that a shipment reached its customer, told once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from channel_kit import FAKES, arrived, connect, open_shop, shipment

from channels import errors
from channels.registry import CHANNELS

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ABLE = [code for code in sorted(FAKES) if CHANNELS[code].capabilities.confirms_deliveries]


@pytest.fixture(params=ABLE)
def shop(request):
    with open_shop(request.param) as fake:
        fake.add_product("A", "Alpha", "10", stock=10)
        fake.add_product("B", "Beta", "10", stock=10)
        yield fake


@pytest.fixture
def order(shop):
    return shop.place_order([("A", 3), ("B", 1)], paid=True)


def test_who_can():
    """WooCommerce 11 has neither a status nor a field for it: an order is completed when all has left."""
    assert ABLE == ["medusa", "shopify"]
    assert CHANNELS["file"].capabilities.confirms_deliveries


def ship(channel, order, reference="WH/OUT/00001", quantities=(3, 1)):
    """Tell a shipment, and give it back as it looks once it has arrived, with the shop's id."""
    left = shipment(order, reference, quantities)
    return replace(left, delivered_at=AT), channel.push_shipment(left).external_id


def test_told_once_however_often(shop, channel, order):
    there = ship(channel, order)
    assert arrived(shop, order) == [0]
    for _time in range(2):
        channel.confirm_delivery(*there)
    assert arrived(shop, order) == [1]


def test_only_the_shipment_that_arrived(shop, channel, order):
    ship(channel, order, "WH/OUT/00001", (2, 0))
    channel.confirm_delivery(*ship(channel, order, "WH/OUT/00002", (1, 1)))
    assert arrived(shop, order) == [0, 1]


def test_what_somebody_cancelled_in_the_shop_is_an_error(shop, channel, order):
    there = ship(channel, order)
    for row in order.get("fulfillments") or order["fulfillment_rows"]:
        row.update(canceled_at="2026-11-20T08:00:00Z", status="CANCELLED")
    with pytest.raises(errors.RejectedError, match="fulfilment"):
        channel.confirm_delivery(*there)
    assert sum(arrived(shop, order)) == 0


@pytest.mark.parametrize("kind", ["timeout", "timeout_after", "drop_after", "status", "status_after"])
def test_a_call_that_broke_off_is_not_told_twice(shop, channel, order, kind):
    there = ship(channel, order)
    shop.fail_next(kind, match="mark-as-delivered$| ConfirmDelivery$")
    with pytest.raises(errors.RetryableError):
        channel.confirm_delivery(*there)
    channel.confirm_delivery(*there)
    assert arrived(shop, order) == [1]


def test_shopify_is_told_the_carriers_time_on_every_part_unless_it_knows():
    with open_shop("shopify") as shop:
        shop.add_product("A", "Alpha", "10", stock=10)
        shop.add_product("B", "Beta", "10", stock=10)
        order = shop.place_order([("A", 3), ("B", 1)], paid=True)
        channel = connect(shop)
        channel.push_shipment(shipment(order, "WH/OUT/00009", (1, 0)))
        there = ship(channel, order, "WH/OUT/00001", (2, 1))
        order["fulfillment_rows"][0]["deliveredAt"] = "2026-11-19T08:00:00Z"
        channel.confirm_delivery(*there)
        channel.confirm_delivery(replace(there[0], reference="WH/OUT/00009"), "unused")
        assert [row["deliveredAt"] for row in order["fulfillment_rows"]] == [
            "2026-11-19T08:00:00Z",
            AT.isoformat(),
        ]
        assert arrived(shop, order) == [0, 1]
