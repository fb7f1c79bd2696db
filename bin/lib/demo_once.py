"""``bin/demo --once``: one whole round without a person, and the verdict."""

from __future__ import annotations

import time

import databases
import demo_database
from console import say, step
from demo_customers import BUYERS
from demo_round import GOAL_SECONDS, CheckFailed, Round
from demo_system import DemoSystem

PREFIX = "medsuite_once"
#: A lot, a serial number and goods without either, in one order.
BASKET = {"GLV-NIT-M": 3, "OXI-FIN-1": 1, "CAS-CARRY-1": 2}
TRACKING = "MD0000000001FR"


def run(odoo_port: int | None = None, shop_port: int | None = None) -> int:
    """Make fresh databases, play one round, remove them again.

    :return: 0 when all holds, 1 otherwise
    """
    system = DemoSystem(demo_database.throwaway_name(PREFIX), odoo_port, shop_port)
    try:
        system.make_databases()
        with step("Starting Odoo and the web shop, connecting them"):
            system.__enter__()
        try:
            seconds = play(Round(system))
        finally:
            system.__exit__()
    except CheckFailed as failure:
        say(f"\nFAILED: {failure}")
        return 1
    finally:
        databases.drop(system.database)
        databases.drop(system.shop_database)
    return report(*seconds)


def play(game: Round) -> tuple[float, float]:
    """:return: seconds from checkout to confirmed order, and from validation to tracking in the shop"""
    with step("Odoo tells the shop how much of each product is released for sale"):
        game.wait_until_stock_agrees()
    with step("A customer checks out in the shop; Odoo confirms the order and reserves released lots"):
        sale = game.check_out(BUYERS[1], BASKET, ("WELCOME10",))
        started = time.monotonic()
        game.wait_until_confirmed(sale)
        to_order = time.monotonic() - started
        game.check_reserved_lots(sale)
    with step("The warehouse picks and ships; the shop shows tracking number and lots"):
        game.ship(sale, TRACKING)
        started = time.monotonic()
        fulfillment = game.wait_until_shipped_in_shop(sale)
        to_shop = time.monotonic() - started
        game.check_lots_in_shop(sale, fulfillment)
        say(f"    lots and serial numbers that left: {', '.join(sale.lots)}")
    with step("The shop's stock equals what Odoo can sell"):
        game.wait_until_quiet()
        game.wait_until_stock_agrees()
    with step("A second poll and a repeated webhook change nothing"):
        check_repeats(game, sale)
    return to_order, to_shop


def check_repeats(game: Round, sale) -> None:
    before = game.snapshot()
    game.poll()
    if game.repeat_webhook(sale) != 200:
        raise CheckFailed("Odoo refused the repeated webhook")
    game.wait_until_quiet()
    after = game.snapshot()
    if before != after:
        changes = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
        raise CheckFailed(f"repeating the messages changed {changes}")


def report(to_order: float, to_shop: float) -> int:
    say(f"\nFrom checkout to confirmed, reserved order: {to_order:.1f} s (goal: under {GOAL_SECONDS} s)")
    say(f"From validation to tracking number in the shop: {to_shop:.1f} s (goal: under {GOAL_SECONDS} s)")
    if max(to_order, to_shop) >= GOAL_SECONDS:
        say("FAILED: too slow.")
        return 1
    say("All holds.")
    return 0
