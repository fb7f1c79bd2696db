"""Runs a measuring script inside Odoo, on a fresh copy of the template database."""

import json
import os
import subprocess
from pathlib import Path

import databases
import odoo_command

SCRIPTS = Path(__file__).parent / "scripts"
MARK = "BENCH-RESULT "


def measure(script, database, modules, **variables):
    """Run a script on a fresh copy of the template database; see :func:`run`."""
    databases.clone(databases.template(modules), database)
    try:
        return run(script, database, **variables)
    finally:
        databases.drop(database)


def run(script, database, more_addons=(), **variables):
    """Run ``scripts/<script>.py`` in an Odoo shell and return the object it printed.

    :param more_addons: folders of further add-ons
    :param variables: environment variables of the script
    :raises RuntimeError: when the script printed no result
    """
    done = subprocess.run(
        odoo_command.command(
            "shell", "-d", database, "--no-http", "--log-level=warn", "--max-cron-threads=0"
        ),
        input=(SCRIPTS / f"{script}.py").read_text(),
        env={**os.environ, **odoo_command.environment(*more_addons), **variables},
        capture_output=True,
        text=True,
    )
    for line in done.stdout.splitlines():
        if MARK in line:
            return json.loads(line.split(MARK, 1)[1])
    raise RuntimeError(f"{script} printed no result:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")


def report(bench, ours, baseline, unit, goal, growth, detail):
    """Print the one line; a ratio above 1 means that we are better (``ours`` is a rate)."""
    return emit(bench, round(ours, 3), round(baseline, 3), unit, ours / baseline, goal, growth, detail)


def emit(bench, ours, baseline, unit, ratio, goal, growth, detail):
    """Print the one line.

    :param ratio: how good we are, so that at least ``goal`` means that the goal is held
    """
    print(
        json.dumps(
            {
                "bench": bench,
                "ours": ours,
                "baseline": baseline,
                "unit": unit,
                "ratio": round(ratio, 3),
                "goal": round(goal, 3),
                "holds": ratio >= goal,
                "growth": growth,
                "detail": detail,
            }
        )
    )
    return 0
