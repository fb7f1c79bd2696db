"""Run Odoo's own tests on a copy of the database template."""

from __future__ import annotations

import os
from pathlib import Path

import databases
import odoo_command
import odoo_log
import paths
import ports
from commands import stream
from outcome import Outcome

TOUR_TAG = "med_tour"


def tags_of_all() -> str:
    """All tests of our modules but the browser tours."""
    return ",".join([*(f"/{module}" for module in paths.our_modules()), f"-{TOUR_TAG}"])


def tags_of_tours() -> str:
    return ",".join(f"{TOUR_TAG}/{module}" for module in paths.our_modules())


def run(
    tags: str,
    name: str,
    program: list[str] | None = None,
    install: str = "",
    more_addons: tuple[Path, ...] = (),
    environment: dict[str, str] | None = None,
) -> Outcome:
    """Run the tests that match the tags.

    :param tags: as for Odoo's --test-tags
    :param name: names the log under var/log
    :param program: what to run instead of the odoo command
    :param install: a module to install first
    :param more_addons: folders of further add-ons
    :param environment: variables for the tests
    """
    database = databases.clone(databases.template(paths.modules_to_install()), f"test_{name}_{os.getpid()}")
    log = paths.LOGS / f"{name}.log"
    options = [*test_options(database, tags), *(["-i", install] if install else [])]
    command = [*program, *options] if program else odoo_command.command(*options)
    try:
        env = {**odoo_command.environment(*more_addons), **(environment or {})}
        code, _tail = stream(command, log, env=env, fresh=True)
    finally:
        databases.drop(database)
    return odoo_log.outcome(log.read_text(errors="replace"), code, paths.ADDONS)


def test_options(database: str, tags: str) -> list[str]:
    return [
        "server",
        f"--database={database}",
        f"--db-filter=^{database}$",
        f"--test-tags={tags}",
        "--test-enable",
        "--stop-after-init",
        "--workers=0",
        "--max-cron-threads=0",
        f"--http-interface={ports.LOOPBACK}",
        f"--http-port={ports.free_port()}",
        f"--screenshots={paths.LOGS / 'screenshots'}",
    ]
