"""Where everything of this checkout lives; every other file asks here."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
ODOO_CONF = ROOT / "odoo.conf"
SHOP_SOURCE = ROOT / "bin" / "shop"

VAR = ROOT / "var"  # all that is made or fetched; safe to delete while nothing runs
LOGS = VAR / "log"
STAMPS = VAR / "stamps"
VENV = VAR / "venv"
VENV_PYTHON = VENV / "bin" / "python"
DATA_DIR = VAR / "data"
FILESTORE = DATA_DIR / "filestore"
ODOO_UNPACKED = VAR / "odoo"
ODOO_CLONE = VAR / "odoo-git"
APT = VAR / "apt"
POSTGRES = VAR / "pg"
SHOP = VAR / "shop"


def our_modules() -> list[str]:
    """Technical names of this project's add-ons, sorted."""
    return sorted(manifest.parent.name for manifest in ADDONS.glob("*/__manifest__.py"))


def modules_to_install() -> list[str]:
    """Those of them that are installed by name; the others come by themselves with what they bridge to."""
    return [
        name
        for name in our_modules()
        if not ast.literal_eval((ADDONS / name / "__manifest__.py").read_text()).get("auto_install")
    ]
