"""Start and stop a real Odoo server, as production does it: several worker processes, loopback only."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import odoo_command
import paths
import ports
from console import Failure

START_SECONDS = 120
STOP_SECONDS = 30


class OdooServer:
    """An Odoo server on one database; use it as a context manager.

    :param database: its name; the server sees no other, so its crons leave other databases alone
    :param workers: HTTP worker processes; 0 means one process with threads
    :param port: HTTP port on 127.0.0.1, or None for a free one
    :param extra_args: further arguments of the odoo command
    :param log: log file; ``var/log/server-<database>.log`` if not given
    """

    def __init__(
        self,
        database: str,
        workers: int = 2,
        port: int | None = None,
        extra_args: tuple[str, ...] = (),
        log: Path | None = None,
    ):
        self.database = database
        self.workers = workers
        self.port = port or ports.free_port()
        self.url = f"http://{ports.LOOPBACK}:{self.port}"
        self.extra_args = tuple(extra_args)
        self.log = Path(log) if log else paths.LOGS / f"server-{database}.log"
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> OdooServer:
        return self.start()

    def __exit__(self, *error) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self.process.pid

    def start(self) -> OdooServer:
        """Start it and wait until it answers.

        :raise Failure: when the port is taken, or the server ends or stays silent
        """
        ports.require_free(self.port, "another port")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("w") as sink:
            self.process = subprocess.Popen(
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env={**os.environ, **odoo_command.environment()},
                start_new_session=True,  # so that Ctrl-C reaches us first, and we stop it in order
            )
        try:
            self._wait_until_healthy()
        except BaseException:
            self.stop()
            raise
        return self

    def _command(self) -> list[str]:
        return odoo_command.command(
            "server",
            f"--database={self.database}",
            f"--db-filter=^{self.database}$",
            f"--http-interface={ports.LOOPBACK}",
            f"--http-port={self.port}",
            f"--gevent-port={ports.free_port()}",
            f"--workers={self.workers}",
            *self.extra_args,
        )

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Failure(
                    f"Odoo ended while starting:\n{self._last_words()}", f"the whole log is in {self.log}"
                )
            try:
                with urllib.request.urlopen(f"{self.url}/web/health", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        raise Failure(f"Odoo did not answer within {START_SECONDS} s", f"look into {self.log}")

    def _last_words(self) -> str:
        return "".join(f"    {line}\n" for line in self.log.read_text(errors="replace").splitlines()[-15:])

    def worker_pids(self) -> list[int]:
        """Process ids of the HTTP and cron workers (not the master, not the websocket server)."""
        children = []
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
        return [
            pid for pid in children if b"gevent" not in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        ]

    def stop(self) -> None:
        """End the server and its workers, by force if it does not end in time."""
        if not self.process:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None
