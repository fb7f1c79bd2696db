"""A copy of the project's own PostgreSQL cluster that follows it, for reading: streaming replication."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from pathlib import Path
from typing import Self

import cluster
import paths
import postgres
from console import Failure

#: pg_hba.conf's "all" does not mean replication.
RULE = "local replication all peer map=medsuite\n"
PREFIX = "replica-"
PORTS = range(cluster.PORT + 1, cluster.PORT + 20)  # like the cluster's: only names of socket files
#: One reader's worth of memory; the first server keeps the rows that a long query here still reads; and a
#: copy that is thrown away need not survive a crash.
SETTINGS = ("shared_buffers=64MB", "hot_standby_feedback=on", "fsync=off")


class Replica:
    """A second server with all databases of the running cluster; use it as a context manager.

    ``host`` and ``port`` are for ``db_replica_host`` and ``db_replica_port``. Its data lie beside the
    cluster's and are removed at the end; its log, ``var/pg/replica.log``, stays.
    """

    def __init__(self):
        self.home = paths.POSTGRES.resolve()
        self.data = self.home / f"{PREFIX}{os.getpid()}"
        self.host, self.port = str(cluster.socket_folder()), 0

    def __enter__(self) -> Self:
        postgres.ensure_running()
        self._remove_leftovers()
        _allow_replication()
        try:
            self._copy()
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *error) -> None:
        self.remove()

    def start(self) -> None:
        """Start it and wait until it can be read."""
        self.port = self.port or self._free_port()
        options = [
            f"-k {self.host} -p {self.port} -c listen_addresses=''",
            *(f"-c {one}" for one in SETTINGS),
        ]
        log = ("-l", str(self.home / "replica.log"))
        self._control("start", *log, "-o", " ".join(options))

    def stop(self) -> None:
        self._control("stop", "-m", "fast")

    def query(self, sql: str, database: str = "postgres") -> str:
        """Run one statement on the replica and return psql's bare output."""
        server = {"host": self.host, "port": self.port, "user": postgres.USER}
        return postgres.query(sql, database, server).strip()

    def pause(self) -> None:
        """Make time stand still here, while the first server goes on."""
        self.query("SELECT pg_wal_replay_pause()")
        self._wait("SELECT pg_get_wal_replay_pause_state() = 'paused'")

    def resume(self) -> None:
        self.query("SELECT pg_wal_replay_resume()")

    def catch_up(self) -> None:
        """Wait until everything that was written on the first server before this call is here."""
        written = postgres.query("SELECT pg_current_wal_insert_lsn()").strip()
        self._wait(f"SELECT pg_last_wal_replay_lsn() >= '{written}'")

    def remove(self) -> None:
        """Stop it, if it runs, and remove its data."""
        if (self.data / "postmaster.pid").exists():
            with contextlib.suppress(Failure):  # it has ended by itself, or with the machine
                self._control("stop", "-m", "immediate")
        shutil.rmtree(self.data, ignore_errors=True)

    def _wait(self, sql: str, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while self.query(sql) != "t":
            if time.monotonic() > deadline:
                raise Failure(
                    f"after {seconds:.0f} s not yet on the replica: {sql}", "see var/pg/replica.log"
                )
            time.sleep(0.05)

    def _copy(self) -> None:
        host, port = cluster.running_address()
        source = ("-h", host, "-p", port, "-U", postgres.USER)
        options = ("-R", "-X", "stream", "-c", "fast", "--no-sync")
        cluster.check_free_space(self.home)
        cluster.run_unprivileged(
            [postgres.program("pg_basebackup"), *source, "-D", str(self.data), *options],
            "copy the database cluster",
        )

    def _control(self, action: str, *arguments: str) -> None:
        command = [postgres.program("pg_ctl"), "-D", str(self.data), "-w", *arguments, action]
        cluster.run_unprivileged(command, f"{action} the replica (its log is var/pg/replica.log)")

    def _free_port(self) -> int:
        return next(port for port in PORTS if not Path(self.host, f".s.PGSQL.{port}.lock").exists())

    def _remove_leftovers(self) -> None:
        """Of processes that were killed."""
        for folder in self.home.glob(f"{PREFIX}*"):
            if not Path("/proc", folder.name.removeprefix(PREFIX)).exists():
                left = Replica()
                left.data = folder
                left.remove()


def _allow_replication() -> None:
    """Let the cluster's owner copy it: its pg_hba.conf may be from before there was this rule."""
    rules = cluster.DATA / "pg_hba.conf"
    if RULE in rules.read_text():
        return
    with rules.open("a") as file:
        file.write(RULE)
    loaded = postgres.query("SELECT pg_conf_load_time()")
    postgres.query("SELECT pg_reload_conf()")
    while postgres.query("SELECT pg_conf_load_time()") == loaded:
        time.sleep(0.05)
