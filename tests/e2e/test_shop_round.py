"""From a customer's checkout in the real shop to the tracking number and lots that come back."""

import time

import pytest

from demo_customers import BUYERS
from demo_round import GOAL_SECONDS, wait_for

TRIES = 3
FRENCH, CLINIC, CHINESE = BUYERS[0], BUYERS[1], BUYERS[6]


def test_whole_round(game):
    sale = game.check_out(CLINIC, {"GLV-NIT-M": 3, "OXI-FIN-1": 2, "CAS-CARRY-1": 1}, ("WELCOME10",))
    game.wait_until_confirmed(sale)
    game.check_reserved_lots(sale)

    game.ship(sale, "E2E0001")
    fulfillment = game.wait_until_shipped_in_shop(sale)
    game.check_lots_in_shop(sale, fulfillment)
    assert len(sale.lots) == 3, "one lot of gloves, two serial numbers"
    assert fulfillment["metadata"]["carrier"] == "Standard"
    assert [label["tracking_url"] for label in fulfillment["labels"]] == [
        "https://carrier.example/standard/E2E0001"
    ]

    game.wait_until_quiet()
    game.wait_until_stock_agrees()


def test_both_ways_within_the_goal(game):
    """A machine that pauses may miss it once; what is too slow misses it each time."""
    for number in range(TRIES):
        sale = game.check_out(CLINIC, {"GLV-NIT-M": 1})
        seconds = [seconds_of(lambda: game.wait_until_confirmed(sale))]  # noqa: B023
        game.ship(sale, f"E2EGOAL{number}")
        seconds.append(seconds_of(lambda: game.wait_until_shipped_in_shop(sale)))  # noqa: B023
        if max(seconds) < GOAL_SECONDS:
            return
    raise AssertionError(f"in the last of {TRIES} rounds {seconds} seconds")


def seconds_of(step):
    started = time.monotonic()
    step()
    return time.monotonic() - started


def test_second_poll_and_repeated_webhook_change_nothing(game):
    sale = game.check_out(FRENCH, {"THM-DIG-5": 1})
    game.wait_until_confirmed(sale)
    game.wait_until_quiet()
    game.wait_until_stock_agrees()
    before = game.snapshot()
    game.poll()
    assert game.repeat_webhook(sale) == 200
    game.wait_until_quiet()
    assert game.snapshot() == before


@pytest.mark.parametrize(
    ("buyer", "promo_codes", "currency"),
    [
        pytest.param(CLINIC, (), "EUR", id="company"),
        pytest.param(FRENCH, ("MINUS5",), "EUR", id="amount off"),
        pytest.param(CHINESE, ("WELCOME10",), "CNY", id="percent off, yuan"),
    ],
)
def test_totals_agree_to_the_cent(game, rpc, shop, buyer, promo_codes, currency):
    sale = game.check_out(buyer, {"BAN-ELA-10": 3, "GLU-STR-50": 1}, promo_codes)
    game.wait_until_confirmed(sale)
    paid = shop.order(sale.shop_order_id)
    order = rpc.search(
        "sale.order", [("id", "=", sale.order_id)], ["amount_total", "amount_tax", "currency_id"]
    )[0]
    assert order["currency_id"][1] == currency
    assert order["amount_total"] == round(paid["total"], 2)
    assert order["amount_tax"] == pytest.approx(paid["tax_total"], abs=0.02)


def test_customer_is_never_duplicated(game, rpc):
    buyer = BUYERS[4]
    for _ in range(2):
        game.wait_until_confirmed(game.check_out(buyer, {"TAP-SUR-25": 1}))
    people = rpc.search("res.partner", [("email", "=", buyer.email)], ["parent_id", "type"])
    assert len([person for person in people if person["type"] == "contact"]) == 1
    assert rpc.count("res.partner", [("name", "=", buyer.company), ("is_company", "=", True)]) == 1


def test_partial_shipment_tells_the_shop_what_left(game, rpc, system):
    sale = game.check_out(FRENCH, {"SYR-5ML-100": 5})
    game.wait_until_confirmed(sale)
    warehouse = system.session("warehouse")
    (line,) = rpc.search("stock.move.line", [("picking_id", "=", sale.picking_id)], ["move_id"])
    warehouse.call("stock.move", "write", [line["move_id"][0]], {"quantity": 2, "picked": True})
    warehouse.call("stock.picking", "write", [sale.picking_id], {"carrier_tracking_ref": "E2E-PART-1"})
    context = {"skip_backorder": True}
    warehouse.call("stock.picking", "button_validate", [sale.picking_id], context=context)
    sale.tracking = "E2E-PART-1"
    fulfillment = game.wait_until_shipped_in_shop(sale)
    assert [item["quantity"] for item in fulfillment["items"]] == [2]

    rest = rpc.search("stock.picking", [("backorder_id", "=", sale.picking_id)], ["state"])
    assert [picking["state"] for picking in rest] == ["assigned"]
    sale.picking_id = rest[0]["id"]
    game.ship(sale, "E2E-PART-2")
    assert [item["quantity"] for item in game.wait_until_shipped_in_shop(sale)["items"]] == [3]
    game.wait_until_stock_agrees()


def test_order_cancelled_in_the_shop_is_cancelled_in_odoo(game, rpc, shop):
    sale = game.check_out(FRENCH, {"STE-DUA-1": 1})
    game.wait_until_confirmed(sale)
    shop.cancel_order(sale.shop_order_id)
    cancelled = [("id", "=", sale.order_id), ("state", "=", "cancel")]
    wait_for("the order is cancelled in Odoo", lambda: rpc.count("sale.order", cancelled))
    game.wait_until_quiet()
    game.wait_until_stock_agrees()
