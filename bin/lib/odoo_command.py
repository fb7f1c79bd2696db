"""How Odoo is called here: our configuration, add-ons and database server, through the environment."""

from __future__ import annotations

import odoo_source
import paths
import postgres
import settings


def command(*arguments: str) -> list[str]:
    """The odoo command line with the given arguments; run it with ``environment()``."""
    return [str(paths.VENV_PYTHON), str(odoo_source.launcher()), *arguments]


def environment() -> dict[str, str]:
    """Variables that Odoo 19 reads; what the command line says still wins over them."""
    extra = [path for path in settings.odoo_option("addons_path").split(",") if path]
    variables = {
        "ODOO_RC": str(paths.ODOO_CONF),
        "ODOO_ADDONS_PATH": ",".join([*map(str, odoo_source.addons_folders()), str(paths.ADDONS), *extra]),
        **postgres.environment(),
    }
    if not settings.odoo_option("data_dir"):
        variables["ODOO_DATA_DIR"] = str(paths.DATA_DIR)
    return variables
