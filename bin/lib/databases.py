"""Odoo databases together with their filestore: clone, drop, and templates cached by content."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
from contextlib import contextmanager
from pathlib import Path

import odoo_command
import odoo_source
import paths
import postgres
import stamps
from commands import run_logged
from console import step

IGNORED_FOLDERS = {"tests", "static", "readme", "__pycache__"}  # nothing of these is stored in a database


def exists(name: str) -> bool:
    return bool(postgres.query(f"SELECT 1 FROM pg_database WHERE datname = '{name}'").strip())


def clone(template: str, name: str) -> str:
    """Make database ``name`` a copy of ``template``, with its files; an older ``name`` is replaced."""
    drop(name)
    postgres.call("createdb", "-T", template, name)
    if (paths.FILESTORE / template).exists():
        shutil.copytree(paths.FILESTORE / template, paths.FILESTORE / name)
    return name


def drop(name: str) -> None:
    """Remove a database and its files, if it is there; its sessions are ended."""
    if exists(name):
        postgres.query(f'ALTER DATABASE "{name}" WITH IS_TEMPLATE false')
        postgres.call("dropdb", "--force", name)
    shutil.rmtree(paths.FILESTORE / name, ignore_errors=True)


def template(modules: list[str], demo: bool = False) -> str:
    """Name of a database with these modules installed, made once per content of ``addons/``.

    :param modules: technical names; their dependencies come along
    :param demo: install Odoo's and our demo data too
    """
    group = "tpl_" + hashlib.sha256(repr((sorted(modules), demo)).encode()).hexdigest()[:8]
    name = f"{group}_{addons_hash()[:12]}"
    with only_one_at_a_time():
        if not exists(name):
            drop_group(group)
            build(name, modules, demo)
    return name


def build(name: str, modules: list[str], demo: bool) -> None:
    """Install the modules into a new database and lock it, so that nobody changes it by accident."""
    unfinished = f"{name}_new"
    drop(unfinished)
    template_log(name).unlink(missing_ok=True)
    with step(
        f"Installing {', '.join(sorted(modules))} on an empty database, once for this state of the code"
    ):
        postgres.call("createdb", "-T", "template0", "-E", "UTF8", unfinished)
        options = ["--no-http", "--stop-after-init", "--workers=0", "--max-cron-threads=0"]
        run_logged(
            odoo_command.command(
                "-d", unfinished, "-i", ",".join(modules), *options, *(["--with-demo"] if demo else [])
            ),
            "install the modules on an empty database",
            log=template_log(name),
            env=odoo_command.environment(),
        )
    rename(unfinished, name)
    postgres.query(f'ALTER DATABASE "{name}" WITH IS_TEMPLATE true ALLOW_CONNECTIONS false')


def template_log(name: str) -> Path:
    """What Odoo said while it built the template."""
    return paths.LOGS / f"template-{name}.log"


def rename(name: str, new_name: str) -> None:
    """Give a database and its files another name."""
    if (paths.FILESTORE / name).exists():
        shutil.rmtree(paths.FILESTORE / new_name, ignore_errors=True)
        (paths.FILESTORE / name).rename(paths.FILESTORE / new_name)
    postgres.query(f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')


def drop_group(group: str) -> None:
    """Drop the templates of the same modules that belong to older states of the code."""
    names = postgres.query(f"SELECT datname FROM pg_database WHERE datname LIKE '{group}\\_%'")
    for name in names.split():
        drop(name)
        template_log(name).unlink(missing_ok=True)


def addons_hash() -> str:
    """Hash of all that ends up in a database: Odoo's version and our add-ons but tests and static files."""
    return stamps.content_hash([odoo_source.version(), *addon_files()])


def addon_files() -> list[Path]:
    return sorted(
        path
        for path in paths.ADDONS.rglob("*")
        if path.is_file()
        and path.suffix != ".pyc"
        and not IGNORED_FOLDERS.intersection(path.relative_to(paths.ADDONS).parts)
    )


@contextmanager
def only_one_at_a_time():
    """Two commands started together must not build the same template twice."""
    paths.VAR.mkdir(parents=True, exist_ok=True)
    with (paths.VAR / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
