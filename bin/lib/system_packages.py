"""The packages we need from Debian or Ubuntu, and how we get them without disturbing what is there."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path

import apt
import cluster
import python_env
from commands import as_root, output_of, run_logged
from console import Failure, say, step

CREATE_CLUSTER = Path("/etc/postgresql-common/createcluster.conf")
MARK = "create_main_cluster = false # by MedSuite while it installs PostgreSQL; may be deleted"

FOR_ODOO = [  # what Odoo's Debian package links to instead of shipping it
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
]
FOR_US = [
    "gettext",  # msgfmt: checks the translations
    "poppler-utils",  # pdftotext: checks printed documents
    "fonts-noto-cjk",  # Chinese text in documents and screenshots
]


def ensure() -> None:
    """Install what is missing; says nothing when all is there.

    :raise Failure: on a system that is neither Debian nor Ubuntu, without rights or without network
    """
    wanted = apt.missing(FOR_ODOO + FOR_US)
    if not cluster.program_folder():
        wanted += ["postgresql"]
    if not shutil.which("wkhtmltopdf"):
        wanted += ["wkhtmltopdf"]
    if not any(map(shutil.which, ("chromium", "google-chrome", "google-chrome-stable"))):
        wanted += ["chromium"]
    wanted += missing_venv_package()
    if not wanted:
        return
    if not shutil.which("apt-get"):
        raise Failure(
            f"these are missing, and there is no apt to install them with: {', '.join(wanted)}",
            "install them with this system's package manager, or use Debian 12 or Ubuntu 24.04",
        )
    with step("Installing packages of the system"):
        apt.update()
        install(wanted)


def missing_venv_package() -> list[str]:
    """Debian's Python comes without the part that makes virtual environments."""
    python = python_env.find_python()
    if output_of([python, "-c", "import ensurepip; print('there')"]):
        return []
    return ["python{}.{}-venv".format(*python_env.version_of(python))]


def install(wanted: list[str]) -> None:
    browser = [package for package in wanted if package == "chromium"]
    report = [package for package in wanted if package == "wkhtmltopdf"]
    rest = [package for package in wanted if package not in browser + report]
    if browser and not is_ubuntu():
        rest += browser
    if report and apt.available("wkhtmltopdf"):
        rest += report
    elif report:
        say("    Note: this system has no package wkhtmltopdf; Odoo then prints documents as HTML.")
    if "postgresql" in rest:
        with no_main_cluster():
            apt.install(rest)
    else:
        apt.install(rest) if rest else None
    if browser and is_ubuntu():
        install_snap_browser()


def is_ubuntu() -> bool:
    return apt.os_release().get("ID") == "ubuntu"


def install_snap_browser() -> None:
    """Ubuntu's package chromium only calls snap; snap does not work in containers, so try it and say so."""
    try:
        if not shutil.which("snap"):
            raise Failure("snap is not installed", "apt-get install snapd")
        run_logged(as_root(["snap", "install", "chromium"]), "install chromium")
    except Failure as failure:
        say(
            f"    Note: no browser ({failure.reason}). Ubuntu ships Chromium as a snap only.\n"
            "    All else works, but bin/test needs one for the browser tours: install google-chrome-stable."
        )


@contextmanager
def no_main_cluster():
    """Keep Debian's package from starting a database server nobody asked for; restores its settings."""
    if cluster.program_folder():
        yield
        return
    apt.install(["postgresql-common"])
    append = f"echo '{MARK}' >> {CREATE_CLUSTER}"
    run_logged(as_root(["sh", "-c", append]), "prepare the installation of PostgreSQL")
    try:
        yield
    finally:
        remove = ["sed", "-i", "/by MedSuite while it installs/d", str(CREATE_CLUSTER)]
        run_logged(as_root(remove), "restore PostgreSQL's installation settings")
