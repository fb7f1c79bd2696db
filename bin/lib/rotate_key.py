"""A new key for the shops' credentials, in every database that uses the old one."""

from __future__ import annotations

import os
import subprocess

import odoo_command
from console import Failure, say

_RESEAL = """
stores = env["ecom.store"]
stores._begin_rotation()
print("ROTATED", stores._rotate_secrets())
env.cr.commit()
"""
_END = """
env["ecom.store"]._end_rotation()
print("ROTATED 0")
"""


def rotate(databases: list[str]) -> int:
    """Seal all secrets of these databases under the new key, then forget the old one.

    :raise Failure: when a database could not be done; the old key is kept, so that nothing is lost
    """
    for database in databases:
        say(f"{database}: {_run(database, _RESEAL)} secrets sealed under the new key")
    _run(databases[0], _END)
    return 0


def _run(database: str, script: str) -> int:
    done = subprocess.run(
        odoo_command.command(
            "shell", "-d", database, "--no-http", "--log-level=warn", "--max-cron-threads=0"
        ),
        input=script,
        env={**os.environ, **odoo_command.environment()},
        capture_output=True,
        text=True,
    )
    for line in done.stdout.splitlines():
        if "ROTATED" in line:
            return int(line.split()[-1])
    said = (done.stderr.strip().splitlines() or ["Odoo said nothing"])[-1]
    raise Failure(f"{database} could not be done: {said}", "nothing is lost: mend it, then run this again")
