"""OCA's queue_job, with which ``med_ecom_queue_job`` is tested; nothing else of the suite needs it."""

from __future__ import annotations

from pathlib import Path

import odoo_tests
import paths
import stamps
from commands import run_logged
from outcome import Outcome

PACKAGE = "odoo-addon-queue_job==19.0.2.4.0.1"
FOLDER = paths.VAR / "queue_job"
STAMP = "queue_job"


def addons() -> Path:
    """The folder of add-ons that holds it; it is fetched when it is not there."""
    if not stamps.is_current(STAMP, PACKAGE):
        pip = [str(paths.VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "install"]
        run_logged([*pip, "--no-deps", "--upgrade", "--target", str(FOLDER), PACKAGE], "fetch queue_job")
        stamps.write(STAMP, PACKAGE)
    return FOLDER / "odoo" / "addons"


def run_tests() -> Outcome:
    """Install queue_job on a copy, upon which our bridge comes by itself, and run the bridge's tests."""
    return odoo_tests.run("/med_ecom_queue_job", "jobs", install="queue_job", more_addons=(addons(),))
