"""Databases with many move lines, built once for a state of the code and kept."""

import databases
from bench._shell import SCRIPTS, run
from console import step

GROUP = "medsuite_bench_trace"


def database(lines):
    """Name of a database with that many done move lines and their ledger.

    :param lines: number of move lines; ten a lot, fifty a customer
    """
    name = f"{GROUP}_{lines}_{databases.addons_hash()[:8]}"
    if not databases.exists(name):
        databases.drop_group(f"{GROUP}_{lines}")
        unfinished = f"{name}_new"
        databases.clone(databases.template(["med_lot_traceability"]), unfinished)
        with step(f"Making {lines:,} move lines, once for this state of the code"):
            run("trace_build", unfinished, BENCH_LINES=str(lines), BENCH_SCRIPTS=str(SCRIPTS))
        databases.rename(unfinished, name)
    return name
