"""The virtual environment in ``var/venv`` with the pinned packages."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache

import paths
import stamps
from commands import run_logged
from console import Failure, step

SUPPORTED = ((3, 11), (3, 12))  # the Pythons of Debian 12 and Ubuntu 24.04, for which Odoo 19 pins versions
REQUIREMENTS = [paths.ROOT / "requirements.txt", paths.ROOT / "requirements-dev.txt"]


@cache
def version_of(program: str) -> tuple[int, int] | None:
    """(major, minor) of a Python program; None when it does not run."""
    ask = "import sys; print(*sys.version_info[:2])"
    try:
        done = subprocess.run([program, "-c", ask], capture_output=True, text=True, timeout=20)
        major, minor = done.stdout.split()
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return int(major), int(minor)


def choose(candidates: Iterable[tuple[str, tuple[int, int] | None]]) -> str:
    """The first candidate with a supported version; those after it are not looked at.

    :param candidates: (program, version) in order of preference
    :raise Failure: when there is none
    """
    found = []
    for program, version in candidates:
        if version in SUPPORTED:
            return program
        if version:
            found.append(".".join(map(str, version)))
    raise Failure(
        f"Odoo 19 is set up here with Python 3.11 or 3.12; found: {', '.join(found) or 'none'}",
        "install one of them (Debian 12: apt-get install python3.11-venv; Ubuntu 24.04: python3.12-venv)",
    )


@cache
def find_python() -> str:
    """The Python that the environment has already, else the running one if it will do, else another one."""
    finished = [str(paths.VENV_PYTHON)] if (paths.STAMPS / "venv").exists() else []
    names = ["python3.12", "python3.11", "python3", "/usr/bin/python3"]
    programs = [*finished, sys.executable, *filter(None, map(shutil.which, names))]
    return choose((program, version_of(program)) for program in dict.fromkeys(programs))


def ensure() -> None:
    """Make the environment and install the pinned versions, unless that was done for these very files."""
    python = find_python()
    wanted = stamps.content_hash([*REQUIREMENTS, str(version_of(python))])
    is_new = python != str(paths.VENV_PYTHON)
    if stamps.is_current("venv", wanted) and not is_new:
        return
    with step("Installing Odoo's Python packages into var/venv"):
        if is_new:
            run_logged([python, "-m", "venv", "--clear", str(paths.VENV)], "make the virtual environment")
        pip = [str(paths.VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "install"]
        run_logged([*pip, "--prefer-binary", *requirement_options()], "install the Python packages")
    stamps.write("venv", wanted)


def requirement_options() -> list[str]:
    return [option for path in REQUIREMENTS for option in ("-r", str(path))]
