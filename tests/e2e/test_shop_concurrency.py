"""Real processes at the same time: parallel deliveries of one webhook, and workers killed in mid-work.

The shop here is the fake one, which can place fifty orders at once; Odoo and PostgreSQL are real.
"""

import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from fakes.medusa import LOCATION, FakeMedusa

import postgres
from demo_round import wait_for

DELIVERIES = 20
ORDERS, CUSTOMERS, KILLS = 50, 25, 10
#: A line of Odoo's log about a job that takes in orders: the process, and what it does.
JOB = re.compile(
    r" (\d+) INFO \S+ \S+ir_cron: Job 'Shops: (?:take in orders|send stock)' \(\d+\) (starting|\S+ done)"
)
SKUS = ("RACE-1", "RACE-2", "RACE-3")
STOCK = 2000


@pytest.fixture(scope="module")
def fake_shop():
    with FakeMedusa() as shop:
        for sku in SKUS:
            shop.add_product(sku, sku, 10.0)
        yield shop


@pytest.fixture(scope="module")
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


def place(fake_shop, number, prefix):
    person = f"{prefix}{number % CUSTOMERS}"
    order = fake_shop.place_order(
        [(sku, 1) for sku in SKUS],
        email=f"{person}@example.com",
        billing={"first_name": person, "company": None, "phone": None},
        customer={"id": f"cus_{person}", "has_account": True},
    )
    return order["id"]


def test_twenty_parallel_deliveries_of_one_webhook_make_one_order(fake_shop, fake_store, rpc, system):
    token = rpc.call("ecom.store", "read", [fake_store], ["webhook_token"])[0]["webhook_token"]
    order_id = place(fake_shop, 0, "parallel")
    headers, body = fake_shop.order_webhook(fake_shop.orders[order_id])

    def deliver(_number):
        url = f"{system.odoo.url}/ecom/webhook/{token}"
        return requests.post(url, data=body, headers=headers, timeout=60).status_code

    with ThreadPoolExecutor(DELIVERIES) as pool:
        answers = list(pool.map(deliver, range(DELIVERIES)))
    assert answers == [200] * DELIVERIES
    bound = [("store_id", "=", fake_store), ("external_id", "=", order_id)]
    wait_for("the order is in Odoo", lambda: rpc.count("ecom.order.binding", bound))
    wait_for(
        "its exchange is done",
        lambda: not rpc.count("ecom.exchange", [("store_id", "=", fake_store), ("state", "=", "pending")]),
    )
    assert rpc.count("ecom.exchange", [*bound, ("source", "=", "webhook")]) == 1
    assert rpc.count("ecom.order.binding", bound) == 1
    assert rpc.count("sale.order", [("ecom_store_id", "=", fake_store)]) == 1
    assert rpc.count("res.partner", [("email", "=", "parallel0@example.com"), ("type", "=", "contact")]) == 1


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


@pytest.mark.parametrize("moment", range(KILLS))
def test_worker_killed_in_the_middle_of_an_import(fake_shop, fake_store, rpc, system, moment):
    """Each time a little later: after the customers, after the orders, while lots are reserved."""
    prefix = f"kill{moment}x"
    placed = [place(fake_shop, number, prefix) for number in range(ORDERS)]
    done = [("store_id", "=", fake_store), ("external_id", "in", placed)]
    rpc.call("ecom.store", "action_import_now", [fake_store])
    victims = catch(system)
    time.sleep(moment * 0.25)
    finished_before = rpc.count("ecom.order.binding", done)
    for victim in victims:
        os.kill(victim, signal.SIGKILL)

    wait_for("all orders are taken in", lambda: nudged(rpc, fake_store, done), 120)
    wait_for("the queue is empty", lambda: work_off(rpc, fake_store), 60)
    if moment < KILLS // 2:
        assert finished_before < ORDERS, "the worker had finished before it was killed"
    exchanges = rpc.search("ecom.exchange", done, ["state", "sale_order_id"])
    assert {row["state"] for row in exchanges} == {"done"}
    assert len({row["sale_order_id"][0] for row in exchanges}) == ORDERS
    sales = rpc.search(
        "sale.order",
        [("ecom_store_id", "=", fake_store), ("partner_id.email", "like", prefix)],
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
