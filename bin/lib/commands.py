"""Run other programs: logged under var/log, with a heartbeat, and a Failure that explains itself."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections import deque
from pathlib import Path

import diagnosis
import paths
from console import Failure, Heartbeat


def run_logged(command: list[str], what: str, log: Path | None = None, **options) -> None:
    """Run a long command to its end with its output in a log file.

    :param what: the thing being done, as in "could not <what>"
    :param options: ``env`` and ``cwd``, see ``stream``
    :raise Failure: when the command is missing or exits with another code than 0
    """
    log = log or paths.LOGS / "setup.log"
    code, output = stream(command, log, **options)
    if code:
        raise failure_of(what, code, output, log)


def stream(
    command: list[str],
    log: Path,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    fresh: bool = False,
) -> tuple[int, str]:
    """Run a command with a heartbeat, and copy its output to a log file.

    :param env: variables added to the environment
    :param fresh: start the log file anew
    :return: exit code, and the last lines of the output
    :raise Failure: when the command is missing
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    tail = deque(maxlen=60)
    mode = "w" if fresh else "a"
    with log.open(mode, buffering=1, encoding="utf-8") as sink, Heartbeat() as heartbeat:
        sink.write(f"\n$ {shlex.join(command)}\n")
        with started(command, env, cwd) as process:
            for line in process.stdout:
                sink.write(line)
                tail.append(line)
                heartbeat.detail = line
    return process.returncode, "".join(tail)


def started(command: list[str], env: dict[str, str] | None, cwd: Path | None) -> subprocess.Popen:
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, **(env or {})},
            cwd=cwd,
        )
    except FileNotFoundError as error:
        raise Failure(f"{command[0]} is not installed", "run bin/setup") from error


def failure_of(what: str, code: int, output: str, log: Path) -> Failure:
    """Build the Failure for a command that exited with ``code``."""
    where = (
        f"The whole output is in {log.relative_to(paths.ROOT) if log.is_relative_to(paths.ROOT) else log}."
    )
    cause = diagnosis.explain(output)
    if cause:
        return Failure(f"could not {what}: {cause[0]}\n{last_lines(output, 3)}", f"{cause[1]}. {where}")
    return Failure(f"could not {what} (exit code {code}). Its last words:\n{last_lines(output, 15)}", where)


def last_lines(output: str, count: int) -> str:
    return "\n".join(f"    {line[:200]}" for line in output.strip().splitlines()[-count:])


def output_of(command: list[str], env: dict[str, str] | None = None) -> str:
    """Return what a short command prints; an empty text when it is missing or fails."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            env={**os.environ, **(env or {})},
            timeout=60,
        )
    except (FileNotFoundError, PermissionError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def as_root(command: list[str]) -> list[str]:
    """The command, through sudo when we are not root.

    :raise Failure: when there is no sudo either
    """
    if os.geteuid() == 0:
        return command
    if not shutil.which("sudo"):
        raise Failure(
            f"installing system packages needs root, and there is no sudo (wanted: {shlex.join(command)})",
            "run it as root, or install sudo and allow this user to use it",
        )
    return ["sudo", *command]
