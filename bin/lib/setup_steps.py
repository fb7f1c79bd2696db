"""The steps of bin/setup, in order. Each one finds out by itself whether there is something to do."""

from __future__ import annotations

import os
import shutil
import time

import node
import odoo_package
import paths
import postgres
import python_env
import shop
import system_packages
from console import Failure, say

NEEDED_BYTES = (
    6 * 10**9
)  # Odoo 1.2 GB, its packages 0.5, the shop 0.8, the browser 0.4, databases; and room to unpack


def main() -> None:
    started = time.monotonic()
    ensure()
    say(f"Everything is in place ({time.monotonic() - started:.1f} s).")


def ensure() -> None:
    """Run all steps; afterwards Odoo, the shop and the database server are ready for use.

    :raise Failure: with reason and remedy
    """
    say("Setting up (see var/log/setup.log for what the programs say)")
    python_env.find_python()
    check_folder()
    system_packages.ensure()
    python_env.ensure()
    odoo_package.ensure()
    node.ensure()
    shop.install()
    postgres.ensure_running()


def check_folder() -> None:
    """Refuse early what would fail late: a folder we cannot write to, a disk too small for a first set-up."""
    try:
        paths.LOGS.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(
            f"cannot write into {paths.ROOT} ({error.strerror})",
            "run it as the owner of this checkout, or as root",
        ) from error
    if not os.access(paths.LOGS, os.W_OK):
        raise Failure(f"cannot write into {paths.LOGS}", "run it as the user who ran it first, or as root")
    free = shutil.disk_usage(paths.VAR).free
    if not paths.VENV_PYTHON.exists() and free < NEEDED_BYTES:
        raise Failure(
            f"only {free / 1e9:.1f} GB are free where this checkout lies, of {NEEDED_BYTES / 1e9:.0f} needed",
            "free some space, or move the checkout to a larger disk",
        )
