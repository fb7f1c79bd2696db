"""The PostgreSQL server: the one the user names, else a cluster of the project's own.

The own cluster listens on a Unix socket only, so there is no TCP port that could be taken, and lets in
the system users root, postgres and the one who set it up. Clusters of the system are never touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess

import cluster
import settings
from commands import output_of
from console import Failure, say, step

MINIMUM_VERSION = 13
USER = "medsuite"
OTHER_SESSIONS = (
    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


def named_server() -> dict | None:
    """The server named in PGHOST or in odoo.conf's db_host, if the user has one."""
    if os.environ.get("PGHOST") and not cluster.is_own_socket(os.environ["PGHOST"]):
        return {
            "host": os.environ["PGHOST"],
            "port": os.environ.get("PGPORT", "5432"),
            "user": os.environ.get("PGUSER", "odoo"),
            "password": os.environ.get("PGPASSWORD", ""),
        }
    if host := settings.odoo_option("db_host"):
        return {
            "host": host,
            "port": settings.odoo_option("db_port") or "5432",
            "user": settings.odoo_option("db_user") or "odoo",
            "password": settings.odoo_option("db_password"),
        }
    return None


def ensure_running() -> dict:
    """Make sure that a server answers; create and start the project's own cluster if needed.

    :return: ``host`` (a name or a socket directory), ``port``, ``user``, ``password`` and ``started``
        (True when this call started it)
    :raise Failure: when it cannot be created, started or reached
    """
    named = named_server()
    if named:
        check_named(named)
        return {**named, "started": False}
    started = False
    running = cluster.running_address()
    if not running:
        with step("Starting the project's own PostgreSQL"):
            cluster.create_if_missing(USER)
            running = cluster.start()
        started = True
    host, port = running
    return {"host": host, "port": port, "user": USER, "password": "", "started": started}


def is_up() -> bool:
    """Whether a server answers without our doing anything."""
    return bool(named_server() or cluster.running_address())


def check_named(server: dict) -> None:
    """Refuse a named server that does not answer or is too old."""
    version = output_of(
        [program("psql"), "-XtAc", "SHOW server_version_num", "postgres"], environment(server)
    )
    where = f"{server['host']}:{server['port']} as user {server['user']}"
    if not version.strip():
        raise Failure(
            f"the PostgreSQL server that you named ({where}) does not let us in",
            "start it, or correct PGHOST/PGPORT/PGUSER/PGPASSWORD or db_* in odoo.conf; "
            "without any of them a cluster of the project's own is used",
        )
    if int(version) < MINIMUM_VERSION * 10000:
        raise Failure(
            f"the PostgreSQL server that you named ({where}) is older than {MINIMUM_VERSION}",
            "name a newer one, or none: then a cluster of the project's own is used",
        )


def stop_if_unused() -> None:
    """Stop the project's own cluster, unless somebody is still connected to it."""
    running = None if named_server() else cluster.running_address()
    if not running:
        return
    server = {"host": running[0], "port": running[1], "user": USER, "password": ""}
    if query(OTHER_SESSIONS, server=server).strip() == "0":
        cluster.stop()
    else:
        say("  PostgreSQL stays up: somebody else is still connected to it.")


def environment(server: dict | None = None) -> dict[str, str]:
    """libpq's variables for the server; Odoo 19 reads the same ones."""
    server = server or ensure_running()
    variables = {"PGHOST": server["host"], "PGPORT": str(server["port"]), "PGUSER": server["user"]}
    if server.get("password"):
        variables["PGPASSWORD"] = server["password"]
    return variables


def program(name: str) -> str:
    """Path of a PostgreSQL program; Debian keeps them in a folder per version."""
    folder = cluster.program_folder()
    candidate = folder / name if folder else None
    if candidate and candidate.exists():
        return str(candidate)
    found = shutil.which(name)
    if not found:
        raise Failure(f"PostgreSQL's program {name} is not installed", "run bin/setup")
    return found


def query(sql: str, database: str = "postgres", server: dict | None = None) -> str:
    """Run one statement and return psql's bare output."""
    return call("psql", "-XqtAc", sql, "-v", "ON_ERROR_STOP=1", database, server=server)


def call(name: str, *arguments: str, server: dict | None = None) -> str:
    """Run a PostgreSQL client program against the server.

    :raise Failure: with the program's own message
    """
    done = subprocess.run(
        [program(name), *arguments],
        env={**os.environ, **environment(server)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Failure(f"{name} failed on the database server: {done.stderr.strip()}", "look into its log")
    return done.stdout
