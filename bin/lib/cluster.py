"""The project's own PostgreSQL cluster in ``var/pg``: create, start, stop.

A server refuses to run as root. So for root it runs as the system user ``postgres``; where that user cannot
reach the checkout (a home directory closed to others, say) the cluster lives in FALLBACK and ``var/pg``
points there.
"""

from __future__ import annotations

import getpass
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

import paths
from commands import failure_of, output_of
from console import Failure, say

PORT = 5469  # only the name of the socket file: the cluster has no TCP port
LONGEST_SOCKET_PATH = 107  # bytes, sockaddr_un.sun_path on Linux less its final zero
SYSTEM_USER = "postgres"
VERSIONS = Path("/usr/lib/postgresql")
FALLBACK = Path("/var/lib/medsuite")
DATA = paths.POSTGRES / "data"
LOG = paths.POSTGRES / "log"
SETTINGS = """
# --- MedSuite ---
listen_addresses = ''         # Unix socket only
shared_buffers = {shared_buffers}MB
synchronous_commit = off      # a crash may lose the last 0.6 s, never corrupts: right for demo and tests
max_connections = 120
max_wal_size = 2GB
"""


def program_folder() -> Path | None:
    """Folder of the newest server installed, or of the cluster's own version when there is a cluster."""
    if (DATA / "PG_VERSION").exists():
        wanted = VERSIONS / (DATA / "PG_VERSION").read_text().strip() / "bin"
        return wanted if (wanted / "postgres").exists() else None
    folders = [path.parent for path in VERSIONS.glob("*/bin/initdb")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


def is_own_socket(host: str) -> bool:
    return Path(host) in (home_socket_folder(), short_socket_folder())


def running_address() -> tuple[str, str] | None:
    """(socket folder, port) of the running cluster, None when it is down."""
    try:
        lines = (DATA / "postmaster.pid").read_text().splitlines()
        port, folder = lines[3], lines[4]
    except (FileNotFoundError, NotADirectoryError, IndexError):
        return None
    # a machine that is busy lets it wait; a server that is down says so at once
    program = str(VERSIONS / version() / "bin" / "pg_isready")
    ready = output_of([program, "-h", folder, "-p", port, "-t", "30"])
    return (folder, port) if "accepting connections" in ready else None


def version() -> str:
    return (DATA / "PG_VERSION").read_text().strip()


def create_if_missing(superuser: str) -> None:
    """initdb with the project's settings, owned by an unprivileged user."""
    if (DATA / "PG_VERSION").exists():
        return
    folder = program_folder()
    if not folder:
        raise Failure("PostgreSQL is not installed", "run bin/setup")
    home = make_home()
    check_free_space(home)
    initdb = [str(folder / "initdb"), "-D", str(home / "data"), "-U", superuser, "-A", "peer"]
    run_unprivileged([*initdb, "-E", "UTF8", "--locale=C.UTF-8"], "create the database cluster")
    write_settings(home / "data", superuser)


def make_home() -> Path:
    """Create the folder of the cluster where its user can reach it; ``var/pg`` leads to it."""
    paths.VAR.mkdir(parents=True, exist_ok=True)
    home = paths.POSTGRES
    if os.geteuid() == 0 and not reachable_by(SYSTEM_USER, paths.VAR):
        home = FALLBACK / checkout_key() / "pg"
        say(f"    The user {SYSTEM_USER} cannot enter {paths.ROOT}, so the database lives in {home}.")
        home.mkdir(parents=True, exist_ok=True)
        paths.POSTGRES.unlink(missing_ok=True)
        paths.POSTGRES.symlink_to(home)
    home.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(home, SYSTEM_USER)
    return home


def check_free_space(home: Path) -> None:
    free = shutil.disk_usage(home).free / 1e9
    if free < 2:
        raise Failure(
            f"only {free:.1f} GB are free where the database would live ({home})",
            "free at least 2 GB there, then run the same command again",
        )


def reachable_by(user: str, folder: Path) -> bool:
    """Whether the user may enter the folder; only root can ask."""
    probe = ["runuser", "-u", user, "--", "test", "-x", str(folder)]
    return subprocess.run(probe, cwd="/", stderr=subprocess.DEVNULL).returncode == 0


def checkout_key() -> str:
    """Names this checkout's folders elsewhere; kept in ``var``: a new checkout never meets an old one's."""
    path = paths.VAR / "key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_hex(4))
    return path.read_text()


def write_settings(data: Path, superuser: str) -> None:
    """Append our settings, and map the system users who may connect to the cluster's superuser."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    with (data / "postgresql.conf").open("a") as conf:
        conf.write(SETTINGS.format(shared_buffers=max(128, min(512, memory // 8))))
    (data / "pg_hba.conf").write_text("local all all peer map=medsuite\n")
    people = sorted({"root", SYSTEM_USER, getpass.getuser(), os.environ.get("SUDO_USER", "root")})
    with (data / "pg_ident.conf").open("w") as conf:
        conf.writelines(f"medsuite {person} {superuser}\n" for person in people)


def start() -> tuple[str, str]:
    """Start the cluster and wait until it answers.

    :return: (socket folder, port)
    """
    folder = program_folder()
    if not folder:
        raise Failure(
            f"the database in {DATA} was made by PostgreSQL {version()}, which is no longer installed",
            f"install postgresql-{version()} again, or delete {paths.POSTGRES.resolve()} to start afresh",
        )
    sockets = socket_folder()
    options = f"-k {sockets} -p {PORT} -c listen_addresses=''"
    command = [
        str(folder / "pg_ctl"),
        "-D",
        str(DATA.resolve()),
        "-l",
        str(LOG.resolve()),
        "-w",
        "-o",
        options,
        "start",
    ]
    run_unprivileged(command, "start the database server (its log is var/pg/log)")
    return str(sockets), str(PORT)


def stop() -> None:
    command = [str(program_folder() / "pg_ctl"), "-D", str(DATA.resolve()), "-w", "-m", "fast", "stop"]
    run_unprivileged(command, "stop the database server")


def socket_folder() -> Path:
    """``var/pg/run``, or a short path when that one is too long for a socket or has odd characters.

    :raise Failure: when somebody else made the short folder, to listen in our place
    """
    folder = home_socket_folder()
    longest = len(os.fsencode(folder / f".s.PGSQL.{PORT}.lock"))
    if longest > LONGEST_SOCKET_PATH or any(character in str(folder) for character in " ,'\"\\"):
        folder = short_socket_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, SYSTEM_USER)
    elif folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise Failure(
            f"{folder}, where the database's socket goes, belongs to somebody else", f"remove {folder}"
        )
    return folder


def home_socket_folder() -> Path:
    return paths.POSTGRES.resolve() / "run"


def short_socket_folder() -> Path:
    """A folder with a short name; root has one that nobody else can prepare."""
    if os.geteuid() == 0:
        return FALLBACK / checkout_key() / "run"
    return Path(tempfile.gettempdir()) / f"medsuite-{checkout_key()}"


def run_unprivileged(command: list[str], what: str) -> None:
    """Run a PostgreSQL program as the cluster's owner; output to a file, as the server keeps it open."""
    if os.geteuid() == 0:
        pwd.getpwnam(SYSTEM_USER)
        command = ["runuser", "-u", SYSTEM_USER, "--", *command]
    log = paths.LOGS / "postgres-setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w+") as sink:
        code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, cwd="/").returncode
        sink.seek(0)
        if code:
            raise failure_of(what, code, sink.read(), log)
