"""Two Odoo servers on one database take in 2,000 orders, against one: how it scales, nothing twice."""

import contextlib
import sys
import time

import databases
import postgres
from bench._shell import emit, run
from server import OdooServer

ORDERS = 2000
DATABASE = "medsuite_bench_nodes"
#: Two servers must be this many times as fast as one; on two cores the database needs one of them.
GOAL = 1.2
PATIENCE = 900


def main():
    seconds = {}
    for nodes in (1, 2):
        databases.clone(databases.template(["med_ecom_connector"]), DATABASE)
        try:
            run("nodes", DATABASE, BENCH_ORDERS=str(ORDERS))
            seconds[nodes] = _drain(nodes)
            wrong = _wrong()
        finally:
            databases.drop(DATABASE)
        if wrong:
            print(wrong, file=sys.stderr)
            return 1
    return emit(
        "nodes",
        round(ORDERS / seconds[2], 1),
        round(ORDERS / seconds[1], 1),
        "exchanges/s",
        seconds[1] / seconds[2],
        GOAL,
        None,
        {
            "exchanges": ORDERS,
            "seconds_1_server": round(seconds[1], 1),
            "seconds_2_servers": round(seconds[2], 1),
        },
    )


def _drain(nodes):
    """:return: seconds from the first order taken in to the last"""
    with contextlib.ExitStack() as stack:
        for _number in range(nodes):
            server = OdooServer(DATABASE, workers=1, extra_args=("--max-cron-threads=1",))
            stack.enter_context(server)
        # crons listen in the database "postgres", whichever they work for
        postgres.query(f"SELECT pg_notify('cron_trigger', '{DATABASE}')")
        deadline = time.monotonic() + PATIENCE
        while _count("state = 'pending'"):
            if time.monotonic() > deadline:
                raise RuntimeError(f"exchanges still wait after {PATIENCE} s")
            time.sleep(1)
    spent = postgres.query(
        "SELECT EXTRACT(EPOCH FROM MAX(at) - MIN(at)) FROM ecom_exchange_attempt", DATABASE
    )
    return max(float(spent.strip()), 1.0)


def _count(where):
    return int(postgres.query(f"SELECT count(*) FROM ecom_exchange WHERE {where}", DATABASE).strip())


def _wrong():
    """What is not as it should be after the run; empty when each order came in exactly once."""
    orders = int(postgres.query("SELECT count(*) FROM sale_order WHERE ecom_store_id > 0", DATABASE).strip())
    done = _count("state = 'done'")
    return "" if orders == done == ORDERS else f"{orders} orders and {done} exchanges done, not {ORDERS}"
