"""Real processes at the same time: parallel deliveries of one webhook, and workers killed in mid-work.

The shop here is the fake one, which can place fifty orders at once; Odoo and PostgreSQL are real.
"""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from fake_orders import ORDERS, catch, check_all_there_once, nudged, place, work_off

from demo_round import wait_for

DELIVERIES, KILLS = 20, 10
#: A worker that went on while this machine let us wait may have finished before we strike.
TRIES = 3


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


@pytest.mark.parametrize("moment", range(KILLS))
def test_worker_killed_in_the_middle_of_an_import(fake_shop, fake_store, rpc, system, moment):
    """Each time a little later: after the customers, after the orders, while lots are reserved."""
    for number in range(TRIES):
        finished_before = kill(fake_shop, fake_store, rpc, system, moment, f"kill{moment}x{number}x")
        if moment >= KILLS // 2 or finished_before < ORDERS:
            return
    raise AssertionError("the worker had finished before it was killed, each time")


def kill(fake_shop, fake_store, rpc, system, moment, prefix):
    """Kill the workers that take in orders; all of them must be in once after a while.

    :return: number of orders that were in when the workers were killed
    """
    placed = [place(fake_shop, number, prefix) for number in range(ORDERS)]
    done = [("store_id", "=", fake_store), ("external_id", "in", placed)]
    rpc.call("ecom.store", "action_import_now", [fake_store])
    victims = catch(system)
    time.sleep(moment * 0.25)
    finished_before = rpc.count("ecom.order.binding", done)
    for victim in victims:
        os.kill(victim, signal.SIGKILL)

    wait_for("all orders are taken in", lambda: nudged(rpc, fake_store, done), 120)
    wait_for("the queue is empty", lambda: work_off(rpc, fake_store))
    check_all_there_once(rpc, fake_store, placed, prefix)
    return finished_before
