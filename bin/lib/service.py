"""A server of ours on the loopback interface: start it, wait until it answers, stop it in order."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

import ports
from console import Failure

STOP_SECONDS = 30
LAST_LINES = 15


class Service:
    """A process that answers HTTP; use it as a context manager.

    :param port: HTTP port on 127.0.0.1, or None for a free one
    :param log: takes what the process says
    """

    #: how messages call it
    name: str
    #: path that answers 200 once it is ready
    health: str
    start_seconds = 120
    #: how a person names another port, for the remedy
    port_option = "another port"
    #: whether its child processes must be told to end, too
    stops_group = False

    def __init__(self, port: int | None, log: Path):
        self.port = port or ports.free_port()
        self.url = f"http://{ports.LOOPBACK}:{self.port}"
        self.log = log
        self.process: subprocess.Popen | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        """Variables added to ours."""
        raise NotImplementedError

    def folder(self) -> Path | None:
        """Where it runs; None for where we are."""
        return None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *error) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self.process.pid

    def start(self) -> Self:
        """Start it and wait until it answers.

        :raise Failure: when the port is taken, or the process ends or stays silent
        """
        ports.require_free(self.port, self.port_option)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("w") as sink:
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                cwd=self.folder(),
                env={**os.environ, **self.environment()},
                start_new_session=True,  # so that Ctrl-C reaches us first, and we stop it in order
            )
        try:
            self._wait_until_healthy()
        except BaseException:
            self.stop()
            raise
        return self

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + self.start_seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Failure(
                    f"{self.name} ended while starting:\n{self._last_words()}",
                    f"the whole log is in {self.log}",
                )
            try:
                with urllib.request.urlopen(self.url + self.health, timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise Failure(f"{self.name} did not answer within {self.start_seconds} s", f"look into {self.log}")

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-LAST_LINES:]
        return "".join(f"    {line}\n" for line in lines)

    def stop(self) -> None:
        """End the process and its children, by force if it does not end in time."""
        if self.process and self.process.poll() is None:
            if self.stops_group:
                os.killpg(self.process.pid, signal.SIGTERM)
            else:
                self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None
