"""Run a Medusa shop of our own: a database on the project's PostgreSQL, a process on the loopback."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import quote

import databases
import paths
import ports
import postgres
import shop
from commands import run_logged
from service import Service

ADMIN_EMAIL = "admin@shop.example"
ADMIN_PASSWORD = "demo-shop-admin"


class MedusaShop(Service):
    """A running shop; use it as a context manager.

    :param database: name of its database, made by :meth:`create` or cloned from the seeded one
    :param port: HTTP port on 127.0.0.1, or None for a free one
    :param webhook_url: where it tells of changed orders; None for a shop without webhooks
    :param webhook_secret: signs the webhooks
    """

    name = "the web shop"
    health = "/health"
    start_seconds = 60
    port_option = "--shop-port"
    stops_group = True

    def __init__(
        self,
        database: str,
        port: int | None = None,
        webhook_url: str | None = None,
        webhook_secret: str = "",
        log: Path | None = None,
    ):
        super().__init__(port, log or paths.LOGS / f"shop-{database}.log")
        self.database = database
        self.webhook_url = webhook_url
        self.webhook_secret = webhook_secret
        self.installed = shop.install()

    def create(self) -> None:
        """Make its database anew, with tables and an administrator, but empty otherwise."""
        databases.drop(self.database)
        postgres.call("createdb", "-T", "template0", "-E", "UTF8", self.database)
        self._run("create the shop's tables", "db:migrate")
        self._run("create the shop's administrator", "user", "-e", ADMIN_EMAIL, "-p", ADMIN_PASSWORD)

    def command(self) -> list[str]:
        return self._medusa("start", "-p", str(self.port), "-H", ports.LOOPBACK)

    def folder(self) -> Path:
        return self.installed

    def environment(self) -> dict[str, str]:
        keys = {name: secrets.token_hex(16) for name in ("JWT_SECRET", "COOKIE_SECRET")}
        hook = {"ODOO_WEBHOOK_URL": self.webhook_url or "", "ODOO_WEBHOOK_SECRET": self.webhook_secret}
        return {
            **shop.environment(),
            **keys,
            **hook,
            "NODE_ENV": "production",
            "DATABASE_URL": database_url(self.database),
        }

    def _run(self, what: str, *arguments: str) -> None:
        run_logged(
            self._medusa(*arguments),
            what,
            log=paths.LOGS / "shop-setup.log",
            env=self.environment(),
            cwd=self.installed,
        )

    def _medusa(self, *arguments: str) -> list[str]:
        return [shop.node(), "node_modules/.bin/medusa", *arguments]


def database_url(database: str) -> str:
    """A database's address as Medusa wants it; a socket directory goes percent-encoded as the host."""
    server = postgres.ensure_running()
    password = f":{quote(server['password'], safe='')}" if server["password"] else ""
    user, host = quote(server["user"], safe=""), quote(server["host"], safe="")
    return f"postgres://{user}{password}@{host}:{server['port']}/{database}"
