"""Run a Medusa shop of our own: a database on the project's PostgreSQL, a process on the loopback."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import databases
import paths
import ports
import postgres
import shop
from commands import run_logged
from console import Failure

START_SECONDS = 60
STOP_SECONDS = 15
ADMIN_EMAIL = "admin@shop.example"
ADMIN_PASSWORD = "demo-shop-admin"


class MedusaShop:
    """A running shop; use it as a context manager.

    :param database: name of its database, made by :meth:`create` or cloned from the seeded one
    :param port: HTTP port on 127.0.0.1, or None for a free one
    :param webhook_url: where it tells of changed orders; None for a shop without webhooks
    :param webhook_secret: signs the webhooks
    """

    def __init__(
        self,
        database: str,
        port: int | None = None,
        webhook_url: str | None = None,
        webhook_secret: str = "",
        log: Path | None = None,
    ):
        self.database = database
        self.port = port or ports.free_port()
        self.url = f"http://{ports.LOOPBACK}:{self.port}"
        self.webhook_url = webhook_url
        self.webhook_secret = webhook_secret
        self.log = log or paths.LOGS / f"shop-{database}.log"
        self.folder = shop.install()
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> MedusaShop:
        return self.start()

    def __exit__(self, *error) -> None:
        self.stop()

    def create(self) -> None:
        """Make its database anew, with tables and an administrator, but empty otherwise."""
        databases.drop(self.database)
        postgres.call("createdb", "-T", "template0", "-E", "UTF8", self.database)
        self._run("create the shop's tables", "db:migrate")
        self._run("create the shop's administrator", "user", "-e", ADMIN_EMAIL, "-p", ADMIN_PASSWORD)

    def start(self) -> MedusaShop:
        """Start it and wait until it answers.

        :raise Failure: when the port is taken, or the shop ends or stays silent
        """
        ports.require_free(self.port, "--shop-port")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("w") as sink:
            self.process = subprocess.Popen(
                self._command("start", "-p", str(self.port), "-H", ports.LOOPBACK),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={**os.environ, **self._environment()},
                start_new_session=True,  # Ctrl-C reaches us first, and we stop it in order
            )
        try:
            self._wait_until_healthy()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End the process, by force if it does not end in time."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
        self.process = None

    def _run(self, what: str, *arguments: str) -> None:
        run_logged(
            self._command(*arguments),
            what,
            log=paths.LOGS / "shop-setup.log",
            env=self._environment(),
            cwd=self.folder,
        )

    def _command(self, *arguments: str) -> list[str]:
        return [shop.node(), "node_modules/.bin/medusa", *arguments]

    def _environment(self) -> dict[str, str]:
        keys = {name: secrets.token_hex(16) for name in ("JWT_SECRET", "COOKIE_SECRET")}
        hook = {"ODOO_WEBHOOK_URL": self.webhook_url or "", "ODOO_WEBHOOK_SECRET": self.webhook_secret}
        return {
            **shop.environment(),
            **keys,
            **hook,
            "NODE_ENV": "production",
            "DATABASE_URL": database_url(self.database),
        }

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Failure("the web shop ended while starting", f"its log is {self.log}")
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise Failure(f"the web shop did not answer within {START_SECONDS} s", f"its log is {self.log}")


def database_url(database: str) -> str:
    """A database's address as Medusa wants it; a socket directory goes percent-encoded as the host."""
    server = postgres.ensure_running()
    password = f":{quote(server['password'], safe='')}" if server["password"] else ""
    user, host = quote(server["user"], safe=""), quote(server["host"], safe="")
    return f"postgres://{user}{password}@{host}:{server['port']}/{database}"
