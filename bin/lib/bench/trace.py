"""Genealogy, file, form and consignees of lots on a million move lines, against core as shipped."""

import sys

from bench._shell import emit, run
from bench._trace_data import database

LINES, FEWER = 1_000_000, 100_000
#: How many times faster than core's one-level report, or its PDF's HTML, for a lot with 50 and one with 2,000
#: deliveries
TIMES = {"small": 30, "big": 10, "html": 10}
#: Seconds at most: a lot's form, a list of 80 lots, the consignees of 200 lots, what the trace page asks for
SECONDS = {"form": 0.3, "list": 0.3, "consignees": 2.0, "page": 1.0}


def main():
    try:
        fewer = run("trace", database(FEWER))["ours"]
        found = run("trace", database(LINES), BENCH_BASELINE="1")
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    ours, core = found["ours"], found["core"]
    ratios = {name: core[name] / ours[name] / times for name, times in TIMES.items()}
    ratios |= {name: limit / ours[name] for name, limit in SECONDS.items()}
    return emit(
        "trace",
        ours={name: round(seconds, 5) for name, seconds in ours.items()},
        baseline={name: round(seconds, 4) for name, seconds in core.items()},
        unit="s",
        ratio=min(ratios.values()),
        goal=1.0,
        growth={
            "lines": [FEWER, LINES],
            "times": {name: round(ours[name] / fewer[name], 2) for name in ours},
        },
        detail={"of_goal": {name: round(ratio, 2) for name, ratio in ratios.items()}},
    )
