"""Pages read per second while webhooks come in, with a replica for reading, against one server for all.

Both database servers share this machine, so this shows what a replica costs; what it gains, only a second
machine can show. The lag is from a commit on the first server to its being read on the replica. The crons
sleep: they are nicer than people's workers, and would only show how busy the processor is.
"""

import contextlib
import statistics
import sys
import threading
import time

import psycopg2
import requests

import databases
import postgres
from bench._hints import SECRET, body_of, headers_of
from bench._shell import emit, run
from odoo_session import OdooSession
from replica import Replica
from server import OdooServer

EXCHANGES, SECONDS, READERS, WORKERS, ROUNDS = 400, 30, 4, 2, 2
WEBHOOKS_PER_SECOND = 10
DATABASE = "medsuite_bench_replica"
#: Of the rate without a replica: what replaying may cost where it has no machine of its own.
GOAL = 0.8
SIDES = ("ours", "baseline")
#: What people look at: a list, and then the first record of it.
SCREENS = {
    "ecom.exchange": ("external_id", "kind", "state", "problem", "create_date", "sale_order_id"),
    "product.template": ("name", "default_code", "list_price", "qty_available", "categ_id"),
}


def main():
    if postgres.named_server():
        print("the database server is not ours to copy", file=sys.stderr)
        return 1
    rounds = {side: [] for side in SIDES}
    for _number in range(ROUNDS):
        for side in SIDES:
            rounds[side].append(_round(side))
    return _report(rounds)


def _round(side):
    """One side on a fresh database.

    :return: dict: ``pages`` and ``webhooks`` per second, ``p95`` of a page in seconds, ``lags`` in seconds
    """
    databases.clone(databases.template(["med_ecom_connector"]), DATABASE)
    try:
        # as where orders matter; the project's own cluster does without, and so sends its changes late
        postgres.query(f'ALTER DATABASE "{DATABASE}" SET synchronous_commit = on')
        store = run("nodes", DATABASE, BENCH_ORDERS=str(EXCHANGES))["store"]
        with contextlib.ExitStack() as stack:
            replica = stack.enter_context(Replica()) if side == "ours" else None
            extra = ["--max-cron-threads=0"]
            if replica:
                extra += [f"--db_replica_host={replica.host}", f"--db_replica_port={replica.port}"]
            server = stack.enter_context(OdooServer(DATABASE, WORKERS, extra_args=tuple(extra)))
            return _measure(server, store, replica)
    finally:
        databases.drop(DATABASE)


def _measure(server, store, replica):
    sessions = [OdooSession(server.url, DATABASE, "admin", "admin") for _number in range(READERS)]
    sessions[0].call("ecom.store", "write", [store], {"webhook_secret": SECRET})
    (row,) = sessions[0].call("ecom.store", "read", [store], ["webhook_token"])
    for session in sessions:
        _read_pages(session)  # the first ones warm up
    until, spent, answers, lags = time.monotonic() + SECONDS, [], [], []
    path = f"{server.url}/ecom/webhook/{row['webhook_token']}"
    work = [(_read, session, until, spent) for session in sessions]
    work.append((_send_webhooks, path, until, answers))
    if replica:
        work.append((_watch_lag, replica, until, lags))
    threads = [threading.Thread(target=function, args=arguments) for function, *arguments in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not spent or set(answers) != {200} or (replica and not lags):
        raise RuntimeError(f"{len(spent)} pages, {len(lags)} lags; answers to webhooks: {set(answers)}")
    p95 = statistics.quantiles(spent, n=20)[-1]
    return {"pages": len(spent) / SECONDS, "webhooks": len(answers) / SECONDS, "p95": p95, "lags": lags}


def _read(session, until, spent):
    while time.monotonic() < until:
        spent += _read_pages(session)


def _read_pages(session):
    """:return: list of seconds, one for each request"""
    spent = []
    for model, names in SCREENS.items():
        shown = {name: {} for name in names}
        began = time.perf_counter()
        rows = session.call(model, "web_search_read", [], shown, limit=80)["records"]
        spent.append(time.perf_counter() - began)
        began = time.perf_counter()
        session.call(model, "web_read", [rows[0]["id"]], shown)
        spent.append(time.perf_counter() - began)
    return spent


def _send_webhooks(path, until, answers):
    """At a steady pace, or as fast as they are answered where that is slower."""
    http = requests.Session()
    while time.monotonic() < until:
        began = time.monotonic()
        body = body_of(f"hint_{len(answers)}")
        answers.append(http.post(path, data=body, headers=headers_of(body), timeout=30).status_code)
        time.sleep(max(0, 1 / WEBHOOKS_PER_SECOND - (time.monotonic() - began)))


def _watch_lag(replica, until, lags):
    """Commit a row on the first server, and wait for it on the replica, four times a second."""
    first = {**postgres.ensure_running(), "dbname": DATABASE}
    first.pop("started")
    second = {**first, "host": replica.host, "port": replica.port}
    with (
        contextlib.closing(psycopg2.connect(**first)) as one,
        contextlib.closing(psycopg2.connect(**second)) as two,
    ):
        one.autocommit = two.autocommit = True
        writer, reader = one.cursor(), two.cursor()
        writer.execute("CREATE TABLE bench_beat (number integer)")
        replica.catch_up()
        number = 0
        while time.monotonic() < until:
            number += 1
            writer.execute("INSERT INTO bench_beat VALUES (%s)", [number])
            began, seen = time.perf_counter(), 0
            while seen < number:
                reader.execute("SELECT coalesce(max(number), 0) FROM bench_beat")
                (seen,) = reader.fetchone()
            lags.append(time.perf_counter() - began)
            time.sleep(0.25)


def _report(rounds):
    def median(side, what):
        return statistics.median(one[what] for one in rounds[side])

    lags = [1000 * lag for one in rounds["ours"] for lag in one["lags"]]
    return emit(
        "replica",
        round(median("ours", "pages"), 1),
        round(median("baseline", "pages"), 1),
        "reading requests/s",
        median("ours", "pages") / median("baseline", "pages"),
        GOAL,
        None,
        {
            "p95_ms": {side: round(1000 * median(side, "p95"), 1) for side in SIDES},
            "webhooks_per_second": {side: round(median(side, "webhooks"), 1) for side in SIDES},
            "lag_ms": {
                "median": round(statistics.median(lags), 1),
                "p95": round(statistics.quantiles(lags, n=20)[-1], 1),
                "max": round(max(lags), 1),
            },
            "readers": READERS,
            "workers": WORKERS,
            "rounds": ROUNDS,
            "seconds_per_round": SECONDS,
        },
    )
