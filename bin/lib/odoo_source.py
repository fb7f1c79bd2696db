"""Where Odoo 19 comes from: the user's checkout, Debian's package, or a clone of the upstream branch."""

from __future__ import annotations

import os
import re
from pathlib import Path

import paths
from console import Failure

PACKAGE_FOLDER = paths.ODOO_UNPACKED / "usr" / "lib" / "python3" / "dist-packages"


def user_checkout() -> Path | None:
    """The checkout named in ODOO_PATH, if any.

    :raise Failure: when there is no Odoo 19.0 in it
    """
    if not os.environ.get("ODOO_PATH"):
        return None
    path = Path(os.environ["ODOO_PATH"]).resolve()
    if release_of(path) != "19.0":
        raise Failure(
            f"ODOO_PATH names {path}, where there is no Odoo 19.0",
            "let ODOO_PATH name a checkout of Odoo's 19.0 branch, or unset it",
        )
    return path


def release_of(source: Path) -> str:
    """Odoo's series in a source folder ("19.0"), empty when there is none."""
    release = source / "odoo" / "release.py"
    found = re.search(r"version_info = \((\d+), (\d+)", release.read_text()) if release.is_file() else None
    return ".".join(found.groups()) if found else ""


def folder() -> Path:
    """The folder that holds the ``odoo`` package.

    :raise Failure: when Odoo is not there yet
    """
    for source in (user_checkout(), PACKAGE_FOLDER, paths.ODOO_CLONE):
        if source and release_of(source):
            return source
    raise Failure("Odoo is not there yet", "run bin/setup")


def launcher() -> Path:
    """The odoo command of that source."""
    source = folder()
    return paths.ODOO_UNPACKED / "usr" / "bin" / "odoo" if source == PACKAGE_FOLDER else source / "odoo-bin"


def addons_folders() -> list[Path]:
    """Odoo's own add-ons folders (the package keeps all in one, a checkout has two)."""
    source = folder()
    return [path for path in (source / "odoo" / "addons", source / "addons") if path.is_dir()]


def version() -> str:
    """What tells this Odoo from another: where it comes from and which build it is."""
    source = folder()
    if source == PACKAGE_FOLDER:
        return (paths.STAMPS / "odoo").read_text() if (paths.STAMPS / "odoo").exists() else "package"
    head = source / ".git" / "HEAD"
    return f"{source} {head.read_text() if head.is_file() else ''}"
