"""Runs a measuring script inside Odoo, on a fresh copy of the template database."""

import json
import os
import subprocess
from pathlib import Path

import databases
import odoo_command

SCRIPTS = Path(__file__).parent / "scripts"
MARK = "BENCH-RESULT "


def measure(script, database, modules):
    """Run ``scripts/<script>.py`` in an Odoo shell and return the object it printed.

    :raises RuntimeError: when the script printed no result
    """
    databases.drop(database)
    databases.clone(databases.template(modules), database)
    try:
        done = subprocess.run(
            odoo_command.command(
                "shell", "-d", database, "--no-http", "--log-level=warn", "--max-cron-threads=0"
            ),
            input=(SCRIPTS / f"{script}.py").read_text(),
            env=_environment(),
            capture_output=True,
            text=True,
        )
    finally:
        databases.drop(database)
    for line in done.stdout.splitlines():
        if MARK in line:
            return json.loads(line.split(MARK, 1)[1])
    raise RuntimeError(f"{script} printed no result:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")


def _environment():
    return {**os.environ, **odoo_command.environment()}


def report(bench, ours, baseline, unit, goal, growth, detail):
    """Print the one line; a ratio above 1 means that we are better (``ours`` is a rate)."""
    ratio = ours / baseline
    print(
        json.dumps(
            {
                "bench": bench,
                "ours": round(ours, 3),
                "baseline": round(baseline, 3),
                "unit": unit,
                "ratio": round(ratio, 3),
                "goal": goal,
                "holds": ratio >= goal,
                "growth": growth,
                "detail": detail,
            }
        )
    )
    return 0
