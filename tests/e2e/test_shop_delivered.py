"""The real shop is told, once, that its customer has the goods."""

import pytest

from demo_customers import BUYERS
from demo_round import wait_for

CLINIC = BUYERS[1]


@pytest.fixture
def shipped(game):
    """A sale whose shipment the shop knows."""
    sale = game.check_out(CLINIC, {"GLV-NIT-M": 1})
    game.wait_until_confirmed(sale)
    game.ship(sale, "E2EDEL1")
    game.wait_until_shipped_in_shop(sale)
    game.wait_until_quiet()
    return sale


def delivered_in_shop(shop, sale):
    return [row["delivered_at"] for row in shop.order(sale.shop_order_id)["fulfillments"]]


def test_delivery_reaches_the_shop_once(game, rpc, shop, shipped):
    assert delivered_in_shop(shop, shipped) == [None]
    rpc.call("stock.picking", "action_mark_delivered", [shipped.picking_id])
    (first,) = wait_for(
        "the shop knows of the delivery", lambda: all(told := delivered_in_shop(shop, shipped)) and told
    )
    game.wait_until_quiet()

    rpc.call("stock.picking", "action_mark_delivered", [shipped.picking_id])
    game.wait_until_quiet()
    (exchange,) = rpc.search(
        "ecom.exchange",
        [("kind", "=", "delivery"), ("picking_id", "=", shipped.picking_id)],
        ["state", "problem_text"],
    )
    assert (exchange["state"], exchange["problem_text"]) == ("done", False)
    assert delivered_in_shop(shop, shipped) == [first]
    assert shop.order(shipped.shop_order_id)["fulfillment_status"] == "delivered"
    game.wait_until_stock_agrees()
