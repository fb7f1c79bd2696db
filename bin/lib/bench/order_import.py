"""Orders per second from exchange rows to confirmed, reserved orders, against plain Odoo."""

import sys

import databases
from bench._shell import report, run

GOAL = 0.9
EXISTING = 20_000


def main():
    small, large = "medsuite_bench_order_import", "medsuite_bench_order_import_grown"
    databases.clone(databases.template(["med_ecom_connector"]), small)
    try:
        found = run("order_import", small, BENCH_EXISTING=str(EXISTING))
        databases.clone(small, large)
        growth = run("order_growth", small, BENCH_EXISTING=str(EXISTING), BENCH_LARGE=large)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        databases.drop(large)
        databases.drop(small)
    return report(
        "order_import",
        ours=found["ours"],
        baseline=found["baseline"],
        unit="orders/s",
        goal=GOAL,
        growth=growth,
        detail=found["detail"],
    )
