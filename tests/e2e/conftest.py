"""A live Odoo with the demo company and a live web shop, connected, for all tests of this folder.

``bin/test e2e`` runs them. The databases are copied from cached templates and removed at the end; the
logs stay in ``var/log`` (``server-medsuite_e2e.log``, ``shop-medsuite_e2e.log``).
"""

import pytest
from fake_orders import SKUS, make_devices, make_store
from fakes.medusa import FakeMedusa

import databases
import demo_database
import postgres
from demo_round import Round
from demo_system import DemoSystem

PREFIX = "medsuite_e2e"


@pytest.fixture(scope="session")
def system():
    """Odoo with two workers and the shop; ``system.session(login)`` logs somebody in to Odoo."""
    postgres.ensure_running()
    running = DemoSystem(demo_database.throwaway_name(PREFIX))
    running.make_databases()
    try:
        with running:
            yield running
    finally:
        databases.drop(running.database)
        databases.drop(running.shop_database)


@pytest.fixture(scope="session")
def odoo_server(system):
    """The Odoo server: ``url``, ``database``, ``worker_pids()``, ``stop()``, ``start()``."""
    return system.odoo


@pytest.fixture(scope="session")
def rpc(system):
    """The administrator's session in Odoo."""
    return system.administrator


@pytest.fixture(scope="session")
def shop(system):
    """The merchant's side of the shop."""
    return system.merchant


@pytest.fixture(scope="session")
def store_id(system):
    """Id of the ``ecom.store``."""
    return system.store_id


@pytest.fixture(scope="session")
def game(system):
    """Steps and checks: check out, ship, wait, compare."""
    steps = Round(system)
    steps.wait_until_stock_agrees()
    return steps


@pytest.fixture
def quiet(game):
    """The state of both sides before a test, all messages worked off."""
    game.wait_until_quiet()
    game.wait_until_stock_agrees()
    return game.snapshot()


@pytest.fixture(scope="module")
def fake_shop():
    with FakeMedusa() as shop:
        for sku in SKUS:
            shop.add_product(sku, sku, 10.0)
        yield shop


@pytest.fixture(scope="session")
def devices(rpc):
    """Devices of these tests' own with a released lot each, so that nobody else's stock is sold out."""
    make_devices(rpc)
    return SKUS


@pytest.fixture(scope="module")
def fake_store(fake_shop, devices, rpc, system):
    """A second store in Odoo, connected to the fake shop; it sends no stock and no prices."""
    store = make_store(rpc, fake_shop)
    yield store
    rpc.call("ecom.store", "write", [store], {"active": False})
