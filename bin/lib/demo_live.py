"""``bin/demo``: the demo company open for business, with customers buying every few seconds, until Ctrl-C."""

from __future__ import annotations

import fcntl
import random
import time
from contextlib import contextmanager

import requests

import databases
import demo_catalogue
import demo_company
import demo_database
import paths
import ports
import shop_seed
import stamps
from console import Failure, say, step
from demo_customers import BUYERS
from demo_round import wait_for
from demo_system import DemoSystem
from shop_api import ShopError

DATABASE = "medsuite_demo"
STAMP = "demo-databases"
PAUSE_SECONDS = (4, 12)
#: How many different products a customer buys, and how many pieces of each.
MOST_PRODUCTS, MOST_PIECES = 4, 3
ROLES = {
    "order": "order desk",
    "warehouse": "warehouse",
    "inspector": "quality inspector",
    "quality": "quality manager",
    "purchase": "purchaser",
    "account": "accountant",
    "audit": "auditor",
    "admin": "administrator",
}


def run(odoo_port: int, shop_port: int) -> int:
    """Start everything, sell until somebody presses Ctrl-C, stop everything.

    :return: the exit code, 0
    """
    with only_one():
        system = DemoSystem(DATABASE, odoo_port, shop_port)
        ports.require_free(odoo_port, "--port")
        ports.require_free(shop_port, "--shop-port")
        prepare_databases(system)
        with step("Starting Odoo and the web shop, connecting them"):
            system.__enter__()
        try:
            with step("Odoo tells the shop how much of each product is released for sale"):
                wait_for("the shop has something to sell", lambda: something_to_sell(system))
            print_welcome(system)
            sell_for_ever(system)
        except KeyboardInterrupt:
            say("\nStopping the web shop and Odoo ...")
        finally:
            system.__exit__()
    say("Stopped. The demo company's data is kept for the next time.")
    return 0


@contextmanager
def only_one():
    """Two demos would pull the database from under each other.

    :raise Failure: when one is running from this checkout
    """
    with (paths.VAR / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Failure(
                "the demo is already running from this checkout", "stop it with Ctrl-C first"
            ) from error
        yield


def prepare_databases(system: DemoSystem) -> None:
    """Make the demo company on the first run, and anew when the code has changed since."""
    state = f"{demo_database.template_name()} {shop_seed.template_name()}"
    there = databases.exists(system.database) and databases.exists(system.shop_database)
    if there and stamps.is_current(STAMP, state):
        return
    if there:
        say("  The code has changed since the last demo, so the demo company starts afresh.")
    system.make_databases()
    stamps.write(STAMP, state)


def something_to_sell(system: DemoSystem) -> bool:
    return any(available for _stocked, _reserved, available in system.merchant.stocks().values())


def print_welcome(system: DemoSystem) -> None:
    say(f"\nOdoo:      {system.url}")
    say(f"Web shop:  {system.shop.url} (Medusa; an API without pages of its own)")
    say(f"\nLog in with one of these, password {demo_company.PASSWORD!r}:")
    for login, role in ROLES.items():
        say(f"    {login:<10} {role}")
    say("\nCustomers are buying now. Ctrl-C stops everything that was started here.\n")


def sell_for_ever(system: DemoSystem) -> None:
    dice = random.Random()
    customer = system.customer()
    while True:
        buyer = dice.choice(BUYERS)
        products = dice.sample(demo_catalogue.PRODUCTS, dice.randint(1, MOST_PRODUCTS))
        items = {product.sku: dice.randint(1, MOST_PIECES) for product in products}
        promo_codes = (dice.choice(demo_catalogue.PROMOTIONS)[0],) if dice.random() < 0.3 else ()
        try:
            order = customer.checkout(items, buyer.address, buyer.email, promo_codes)
            amount = f"{order['total']:.2f} {order['currency_code'].upper()}"
            say(f"{_now()}  order {order['display_id']}: {buyer.email} buys {items}, {amount}")
        except (ShopError, requests.RequestException) as error:
            say(f"{_now()}  {buyer.email} leaves without buying: {error}")
        time.sleep(dice.uniform(*PAUSE_SECONDS))


def _now() -> str:
    return time.strftime("%H:%M:%S")
