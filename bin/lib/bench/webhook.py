"""Signed webhooks per second, 20 at a time on two workers, against a route that only inserts one row.

A webhook's row goes through the address's token, the signature over the raw body, and the index that tells
news from repeats. Rounds alternate; the crons sleep, as the orders' import is measured elsewhere.
"""

import statistics
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

import databases
from bench._hints import SECRET, body_of, headers_of
from bench._shell import emit, run
from server import OdooServer

HINTS, CONCURRENCY, WORKERS, ROUNDS = 600, 20, 2, 3
#: Of the trivial route's rate; what the signature and the de-duplication may cost.
GOAL = 0.7
DATABASE = "medsuite_bench_webhook"
ROUTE = Path(__file__).parent / "addons"


def main():
    databases.clone(databases.template(["med_ecom_connector"]), DATABASE)
    try:
        path = run("webhook", DATABASE, (ROUTE,), BENCH_SECRET=SECRET)["path"]
        with OdooServer(
            DATABASE, workers=WORKERS, extra_args=("--max-cron-threads=0",), addons=(ROUTE,)
        ) as server:
            figures = {"ours": [], "baseline": []}
            for number in range(-1, ROUNDS):
                for side, where in (("ours", path), ("baseline", "/bench/row")):
                    spent = _round(server.port, where, number)
                    if number >= 0:  # the first one warms up
                        figures[side].append(spent)
        rows = databases.postgres.query("SELECT count(*) FROM ecom_exchange", DATABASE).strip()
        if int(rows) != HINTS * (ROUNDS + 1):
            print(f"{rows} rows instead of {HINTS * (ROUNDS + 1)}", file=sys.stderr)
            return 1
    finally:
        databases.drop(DATABASE)
    return _report(figures)


def _report(figures):
    rates = {side: statistics.median(rate for rate, _p95 in rounds) for side, rounds in figures.items()}
    p95 = {side: statistics.median(p95 for _rate, p95 in rounds) for side, rounds in figures.items()}
    return emit(
        "webhook",
        round(rates["ours"], 1),
        round(rates["baseline"], 1),
        "webhooks/s",
        rates["ours"] / rates["baseline"],
        GOAL,
        None,
        {
            "p95_ms": {side: round(1000 * value, 1) for side, value in p95.items()},
            "concurrency": CONCURRENCY,
            "workers": WORKERS,
            "rounds": ROUNDS,
            "hints_per_round": HINTS,
        },
    )


def _round(port, path, number):
    """:return: tuple (answers per second, 95th percentile of their seconds)"""
    bodies = [body_of(f"order_{number}_{hint}") for hint in range(HINTS)]
    seconds, failures, lock = [], [], threading.Lock()

    def work():
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            with lock:
                if not bodies:
                    return
                body = bodies.pop()
            headers = headers_of(body)
            began = time.perf_counter()
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
            seconds.append(time.perf_counter() - began)
            if answer.status != 200:
                failures.append(answer.status)

    threads = [threading.Thread(target=work) for _number in range(CONCURRENCY)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    if failures or len(seconds) != HINTS:
        raise RuntimeError(f"{len(failures)} of {HINTS} refused: {set(failures)}")
    return HINTS / spent, statistics.quantiles(seconds, n=20)[-1]
