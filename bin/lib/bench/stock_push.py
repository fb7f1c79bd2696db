"""Seconds to know what a shop may offer of 10,000 articles, against ``free_qty``; calls of the push."""

import sys

from bench._shell import emit, measure

GOAL = 10.0
SKUS = 10_000


def main():
    try:
        found = measure(
            "stock_push", "medsuite_bench_stock_push", ["med_ecom_connector"], BENCH_SKUS=str(SKUS)
        )
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return emit(
        "stock_push",
        ours=round(found["sellable"], 3),
        baseline=round(found["free_qty"], 3),
        unit=f"s to compute the stock of {SKUS} articles; baseline: free_qty in chunks of 100",
        ratio=found["free_qty"] / found["sellable"],
        goal=GOAL,
        growth=found["growth"],
        detail=found["detail"],
    )
