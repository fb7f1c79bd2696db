"""Seconds to validate a transfer with the gate and the ledger, against core as shipped."""

import sys

from bench._shell import emit, measure

CORE = ["sale_stock", "purchase_stock", "product_expiry", "stock_account", "stock_delivery"]
OURS = ["med_lot_traceability"]
GOAL = 1 / 1.2  # core / ours
LOTS, GROWN = 300, 3000
ROUNDS = 2  # by turns, since a machine is not equally fast all the time


def main():
    try:
        found = [(run(CORE, "core", LOTS), run(OURS, "ours", LOTS)) for _round in range(ROUNDS)]
        core, ours = (best(of_one) for of_one in zip(*found, strict=True))
        grown = run(OURS, "ours", GROWN)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    ratios = {way: core[way][0] / ours[way][0] for way in core}
    return emit(
        "gate",
        ours={way: round(seconds, 4) for way, (seconds, _queries) in ours.items()},
        baseline={way: round(seconds, 4) for way, (seconds, _queries) in core.items()},
        unit="s per transfer of 3 lines, validated one at a time and in batches of 20",
        ratio=min(ratios.values()),
        goal=GOAL,
        growth={
            "lots_in_stock": [LOTS, GROWN],
            "cost_times": {way: round(grown[way][0] / ours[way][0], 3) for way in ours},
        },
        detail={
            "ratios": {way: round(ratio, 3) for way, ratio in ratios.items()},
            "queries": {way: round(queries, 1) for way, (_seconds, queries) in ours.items()},
            "queries_baseline": {way: round(queries, 1) for way, (_seconds, queries) in core.items()},
        },
    )


def run(modules, name, lots):
    return measure("gate", f"medsuite_bench_gate_{name}", modules, BENCH_LOTS=str(lots))


def best(results):
    """:return: the fastest of several runs, for each way of validating"""
    return {way: min(result[way] for result in results) for way in results[0]}
