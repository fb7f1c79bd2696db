"""Orders of a fake shop in the live Odoo: place them, catch workers at them, see that all are there once.

The shop is the fake one, which can place fifty orders at once; Odoo and PostgreSQL are real.
"""

import re
import time

from fakes.medusa import LOCATION

import postgres

ORDERS, CUSTOMERS = 50, 25
STOCK = 2000
SKUS = ("RACE-1", "RACE-2", "RACE-3")
#: A line of Odoo's log about a job that takes in orders: the process, and what it does.
JOB = re.compile(
    r" (\d+) INFO \S+ \S+ir_cron: Job 'Shops: (?:take in orders|send stock)' \(\d+\) (starting|\S+ done)"
)


def make_devices(rpc):
    """A device for each of SKUS, with a released lot, in the demo company."""
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


def make_store(rpc, fake_shop):
    """A store in Odoo, connected to the fake shop; it sends no stock and no prices.

    :return: its id
    """
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
    return store


def place(fake_shop, number, prefix):
    person = f"{prefix}{number % CUSTOMERS}"
    order = fake_shop.place_order(
        [(sku, 1) for sku in SKUS],
        email=f"{person}@example.com",
        billing={"first_name": person, "company": None, "phone": None},
        customer={"id": f"cus_{person}", "has_account": True},
    )
    return order["id"]


def importing_workers(system):
    """Process ids of the Odoo workers that are taking in orders right now; empty while none has written any.

    That orders are written and not yet committed, the database's locks say; whose transaction it is, only
    Odoo's log: the jobs that take in orders and have not ended.
    """
    writing = postgres.query(
        "SELECT count(*) FROM pg_locks WHERE relation = 'sale_order'::regclass AND mode = 'RowExclusiveLock'",
        system.database,
    )
    if writing.strip() == "0":
        return []
    state = dict(JOB.findall(system.odoo.log.read_text(errors="replace")))
    return [pid for pid in system.odoo.worker_pids() if state.get(str(pid)) == "starting"]


def catch(system, seconds=60):
    """:return: process ids of the workers that are creating orders, as soon as there are any"""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        workers = importing_workers(system)
        if workers:
            return workers
    raise AssertionError(f"after {seconds} s no worker was seen creating orders")


def nudged(rpc, store, done):
    """Give the next event, as shops do all the time; without one, a new worker looks within a minute.

    :return: whether all orders are in
    """
    if rpc.count("ecom.order.binding", done) == ORDERS:
        return True
    rpc.call("ecom.store", "action_import_now", [store])
    time.sleep(3)
    return False


def work_off(rpc, store):
    """:return: whether nothing is waiting any more"""
    return not rpc.count("ecom.exchange", [("store_id", "=", store), ("state", "=", "pending")])


def check_all_there_once(rpc, store, placed, prefix):
    """Every order was made once, and is confirmed and reserved; every customer was made once.

    :param list placed: ids in the shop of ORDERS orders of CUSTOMERS people, by :func:`place`
    """
    done = [("store_id", "=", store), ("external_id", "in", placed)]
    exchanges = rpc.search("ecom.exchange", done, ["state", "sale_order_id"])
    assert {row["state"] for row in exchanges} == {"done"}
    assert len({row["sale_order_id"][0] for row in exchanges}) == ORDERS
    sales = rpc.search(
        "sale.order",
        [("ecom_store_id", "=", store), ("partner_id.email", "like", prefix)],
        ["state", "name"],
    )
    assert len(sales) == ORDERS
    assert {sale["state"] for sale in sales} == {"sale"}
    pickings = rpc.search("stock.picking", [("sale_id", "in", [sale["id"] for sale in sales])], ["state"])
    assert [picking["state"] for picking in pickings] == ["assigned"] * ORDERS, "lots are reserved"
    people = rpc.search("res.partner", [("email", "like", prefix), ("type", "=", "contact")], ["email"])
    assert sorted(person["email"] for person in people) == sorted(
        f"{prefix}{number}@example.com" for number in range(CUSTOMERS)
    )
