"""Odoo databases with the demo company inside, made once per state of the code and then copied."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import databases
import odoo_command
import paths
import postgres
import stamps
from commands import failure_of
from console import step

MODULES = ["med_ecom_connector", "med_lot_traceability"]
PREFIX = "demo_company_"
SOURCES = (
    "demo_catalogue",
    "demo_company",
    "demo_customers",
    "demo_master",
    "demo_shops",
    "demo_stock",
    "demo_year",
    "demo_year_plan",
    "demo_year_steps",
)
#: The bundles are what a browser loads: made here, the first log-in is as quick as the second.
SCRIPT = """
import demo_company
demo_company.fill(env)
env["ir.qweb"]._pregenerate_assets_bundles()
env.cr.commit()
"""


def clone(name: str) -> str:
    """Make ``name`` a fresh database with the demo company; an older ``name`` is replaced."""
    return databases.clone(template(), name)


def throwaway_name(prefix: str) -> str:
    """A database name of this process's own; what a killed process left behind under it is removed.

    :param prefix: begins the name, as in ``medsuite_once``
    """
    for name in postgres.query(f"SELECT datname FROM pg_database WHERE datname ~ '^{prefix}_[0-9]+'").split():
        owner = name.removeprefix(f"{prefix}_").partition("_")[0]
        if not Path("/proc", owner).exists():
            databases.drop(name)
    return f"{prefix}_{os.getpid()}"


def template() -> str:
    """Name of the database to copy; made if the code has changed since."""
    base = databases.template(MODULES)
    name = template_name()
    with databases.only_one_at_a_time():
        if not databases.exists(name):
            databases.drop_group(PREFIX.rstrip("_"))
            with step("Creating the demo company, once for this state of the code"):
                _build(base, name)
    return name


def template_name() -> str:
    files = [paths.ROOT / "bin" / "lib" / f"{source}.py" for source in SOURCES]
    return PREFIX + stamps.content_hash([databases.addons_hash(), *files])[:12]


def _build(base: str, name: str) -> None:
    unfinished = databases.clone(base, f"{name}_new")
    run_script(unfinished, SCRIPT, "create the demo company")
    files = paths.FILESTORE / unfinished
    if files.exists():
        shutil.rmtree(paths.FILESTORE / name, ignore_errors=True)
        files.rename(paths.FILESTORE / name)
    postgres.query(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


def run_script(database: str, script: str, what: str) -> None:
    """Run a few lines in ``odoo shell``, with this folder's modules at hand.

    :raise Failure: with the end of its output, when it fails
    """
    environment = {**os.environ, **odoo_command.environment(), "PYTHONPATH": str(paths.ROOT / "bin" / "lib")}
    log = paths.LOGS / "demo-company.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        odoo_command.command("shell", "-d", database, "--no-http"),
        input=script,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    log.write_text(done.stdout)
    if done.returncode:
        raise failure_of(what, done.returncode, done.stdout, log)
