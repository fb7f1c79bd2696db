"""How Odoo is called here: our configuration, add-ons and database server, through the environment."""

from __future__ import annotations

from pathlib import Path

import odoo_source
import paths
import postgres
import settings


def command(*arguments: str) -> list[str]:
    """The odoo command line with the given arguments; run it with ``environment()``."""
    return [str(paths.VENV_PYTHON), str(odoo_source.launcher()), *arguments]


def environment(*more_addons: Path) -> dict[str, str]:
    """Variables that Odoo 19 reads; what the command line says still wins over them.

    :param more_addons: folders of add-ons beside Odoo's, ours and those of the configuration
    """
    configured = [path for path in settings.odoo_option("addons_path").split(",") if path]
    folders = [*odoo_source.addons_folders(), paths.ADDONS, *configured, *more_addons]
    variables = {
        "ODOO_RC": str(paths.ODOO_CONF),
        "ODOO_ADDONS_PATH": ",".join(map(str, folders)),
        **postgres.environment(),
    }
    if not settings.odoo_option("data_dir"):
        variables["ODOO_DATA_DIR"] = str(paths.DATA_DIR)
    return variables
