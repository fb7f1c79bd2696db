"""Orders per second from exchange rows to confirmed, reserved orders, against plain Odoo."""

import sys

from bench._shell import measure, report

GOAL = 0.9


def main():
    try:
        found = measure("order_import", "medsuite_bench_order_import", ["med_ecom_connector"])
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return report(
        "order_import",
        ours=found["ours"],
        baseline=found["baseline"],
        unit="orders/s",
        goal=GOAL,
        growth=found["growth"],
        detail=found["detail"],
    )
