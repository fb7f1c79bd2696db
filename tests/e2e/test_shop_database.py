"""The database server is restarted under a running Odoo: in the middle of an import, and while idle.

Only the project's own cluster is ever restarted; with a server that the user named, these tests are skipped.
"""

import time

import pytest
from fake_orders import ORDERS, catch, check_all_there_once, nudged, place, work_off

import cluster
import postgres
from demo_round import wait_for

#: Seconds without a database: long enough for crons, requests and the websocket server to run into it.
AWAY = 15
#: Seconds in which people may not yet be served again.
BACK_WITHIN = 90


@pytest.fixture(autouse=True)
def own_cluster(system):
    if postgres.named_server():
        pytest.skip("the database server is not ours to restart")


def restart(rpc):
    """Stop the database as a system's update does, start it again, and wait until Odoo answers people."""
    cluster.stop()
    time.sleep(AWAY)
    cluster.start()
    wait_for("Odoo answers people again", lambda: answers(rpc), BACK_WITHIN)


def answers(rpc):
    try:
        return rpc.count("res.users")
    except Exception:
        return 0


def check_crons(rpc):
    """Odoo's own switch-off of jobs that fail has taken none of ours."""
    ours = [("model", "=", "ir.cron"), ("module", "=", "med_ecom_connector")]
    ids = [row["res_id"] for row in rpc.search("ir.model.data", ours, ["res_id"])]
    assert ids
    assert rpc.count("ir.cron", [("id", "in", ids), ("active", "=", True)]) == len(ids)


def everything_in(rpc, store, placed):
    done = [("store_id", "=", store), ("external_id", "in", placed)]
    wait_for("all orders are taken in", lambda: nudged(rpc, store, done), 180)
    wait_for("the queue is empty", lambda: work_off(rpc, store))


def test_restart_in_the_middle_of_an_import(fake_shop, fake_store, rpc, system):
    prefix = "restartx"
    placed = [place(fake_shop, number, prefix) for number in range(ORDERS)]
    rpc.call("ecom.store", "action_import_now", [fake_store])
    catch(system)
    # not afterwards: workers may go on before people are served again
    done = [("store_id", "=", fake_store), ("external_id", "in", placed)]
    assert rpc.count("ecom.order.binding", done) < ORDERS, "the import had ended before the restart"
    restart(rpc)
    everything_in(rpc, fake_store, placed)
    check_all_there_once(rpc, fake_store, placed, prefix)
    check_crons(rpc)


def test_restart_while_idle(fake_shop, fake_store, rpc, system):
    wait_for("the queue is empty", lambda: work_off(rpc, fake_store))
    workers = len(system.odoo.worker_pids())
    restart(rpc)
    wait_for("workers that ended were replaced", lambda: len(system.odoo.worker_pids()) == workers, 30)
    # nobody presses anything: the jobs themselves go on
    placed = [place(fake_shop, 0, "idle")]
    done = [("store_id", "=", fake_store), ("external_id", "in", placed)]
    wait_for("the next order comes in by itself", lambda: rpc.count("ecom.order.binding", done), 180)
    (exchange,) = rpc.search("ecom.exchange", done, ["state"])
    assert exchange["state"] == "done"
    check_crons(rpc)
