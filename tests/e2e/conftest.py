"""A live Odoo with the demo company and a live web shop, connected, for all tests of this folder.

``bin/test e2e`` runs them. The databases are copied from cached templates and removed at the end; the
logs stay in ``var/log`` (``server-medsuite_e2e.log``, ``shop-medsuite_e2e.log``).
"""

import pytest
from fake_orders import SKUS
from fakes.medusa import LOCATION, FakeMedusa

import databases
import demo_database
import postgres
from demo_round import Round
from demo_system import DemoSystem

PREFIX = "medsuite_e2e"
STOCK = 2000


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
    (warehouse,) = rpc.search("stock.warehouse", [("code", "=", "LYS")], ["lot_stock_id"])
    for sku in SKUS:
        device = {
            "name": sku,
            "default_code": sku,
            "is_storable": True,
            "is_medical_device": True,
            "device_class": "I",
            "tracking": "lot",
            "use_expiration_date": False,
        }
        (product,) = rpc.call("product.product", "create", [device])
        lot = {"name": f"{sku}-LOT", "product_id": product, "release_status": "released"}
        (lot_id,) = rpc.call("stock.lot", "create", [lot])
        quant = {
            "product_id": product,
            "lot_id": lot_id,
            "location_id": warehouse["lot_stock_id"][0],
            "inventory_quantity": STOCK,
        }
        quants = rpc.call("stock.quant", "create", [quant])
        rpc.call("stock.quant", "action_apply_inventory", quants)
    return SKUS


@pytest.fixture(scope="module")
def fake_store(fake_shop, devices, rpc, system):
    """A second store in Odoo, connected to the fake shop; it sends no stock and no prices."""
    warehouse = rpc.call("stock.warehouse", "search", [("code", "=", "LYS")])
    (store,) = rpc.call(
        "ecom.store",
        "create",
        [
            {
                "name": "Fake shop",
                "channel": "medusa",
                "base_url": fake_shop.url,
                "api_key": fake_shop.API_KEY,
                "webhook_secret": fake_shop.WEBHOOK_SECRET,
                "warehouse_id": warehouse[0],
                "push_stock": False,
                "push_prices": False,
                "import_since": "2020-01-01 00:00:00",
                "shop_location_ids": [(0, 0, {"name": "Main", "external_id": LOCATION})],
            }
        ],
    )
    yield store
    rpc.call("ecom.store", "write", [store], {"active": False})
