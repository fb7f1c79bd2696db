"""A real Odoo server, as production runs it: several worker processes, loopback only."""

from __future__ import annotations

from pathlib import Path

import odoo_command
import paths
import ports
from service import Service


class OdooServer(Service):
    """An Odoo server on one database; use it as a context manager.

    :param database: its name; the server sees no other, so its crons leave other databases alone
    :param workers: HTTP worker processes; 0 means one process with threads
    :param port: HTTP port on 127.0.0.1, or None for a free one
    :param extra_args: further arguments of the odoo command
    :param log: log file; ``var/log/server-<database>.log`` if not given
    :param addons: further folders of add-ons
    """

    name = "Odoo"
    health = "/web/health"

    def __init__(
        self,
        database: str,
        workers: int = 2,
        port: int | None = None,
        extra_args: tuple[str, ...] = (),
        log: Path | None = None,
        addons: tuple[Path, ...] = (),
    ):
        super().__init__(port, Path(log) if log else paths.LOGS / f"server-{database}.log")
        self.database = database
        self.workers = workers
        self.extra_args = tuple(extra_args)
        self.addons = addons

    def command(self) -> list[str]:
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

    def environment(self) -> dict[str, str]:
        return odoo_command.environment(*self.addons)

    def worker_pids(self) -> list[int]:
        """Process ids of the HTTP and cron workers (not the master, not the websocket server)."""
        children = []
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
        return [
            pid for pid in children if b"gevent" not in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        ]
