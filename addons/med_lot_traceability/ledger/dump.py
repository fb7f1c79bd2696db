"""Read tables out of a database dump, without a database.

Understands what ``pg_dump`` writes as plain SQL (COPY blocks or INSERTs), gzipped or not, in the zip that
Odoo's database manager makes, and, where ``pg_restore`` is at hand, its custom, directory and tar formats.
"""

import contextlib
import gzip
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from .sql_text import read_values, split_copy_line

NAME = r'(?:"?\w+"?\.)?"?(\w+)"?'
COPY = re.compile(rf"COPY {NAME} \((.*)\) FROM stdin;\s*$")
INSERT = re.compile(rf"INSERT INTO {NAME} (?:\(([^()]*)\) )?(?:OVERRIDING SYSTEM VALUE )?VALUES\s*")
CREATE = re.compile(rf"CREATE (?:UNLOGGED )?TABLE {NAME} \($")
COLUMN = re.compile(r'\s+"?(\w+)"? [a-z]')


class DumpError(Exception):
    """The dump can't be read; the text says why."""


@contextlib.contextmanager
def open_dump(path, tables):
    """The dump as a binary stream of SQL.

    :param path: file, or directory that pg_dump wrote
    :param tables: names of the tables to get out of formats that aren't SQL
    :raise DumpError: nothing that we can read
    """
    path = Path(path)
    if not path.exists():
        raise DumpError(f"There is no {path}.")
    start = b"" if path.is_dir() else path.open("rb").read(300)
    if start.startswith(b"\x1f\x8b"):
        with gzip.open(path, "rb") as stream:
            yield stream
    elif start.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive, archive.open("dump.sql") as stream:
            yield stream
    elif path.is_dir() or start.startswith(b"PGDMP") or start[257:262] == b"ustar":
        with _restored(path, tables) as stream:
            yield stream
    else:
        with path.open("rb") as stream:
            yield stream


@contextlib.contextmanager
def _restored(path, tables):
    command = shutil.which("pg_restore")
    if not command:
        raise DumpError(f"Reading {path} takes pg_restore, which isn't here. Dump it as plain SQL.")
    selected = [argument for table in tables for argument in ("-t", table)]
    with subprocess.Popen(
        [command, "-f", "-", "--data-only", *selected, str(path)], stdout=subprocess.PIPE
    ) as process:
        yield process.stdout
        process.stdout.read()
    if process.returncode:
        raise DumpError(f"pg_restore couldn't read {path}.")


def read_table(path, table, columns):
    """Rows of one table as tuples of text, None for NULL.

    :param columns: names of the columns wanted, in their order
    :raise DumpError: the table, or one of its columns, isn't in the dump
    """
    with open_dump(path, [table]) as stream:
        found = False
        for names, row in _rows(stream, table):
            if not found:
                if missing := set(columns) - set(names):
                    raise DumpError(f"{table} in this dump lacks the columns {', '.join(sorted(missing))}.")
                found = True
            if row is not None:
                values = dict(zip(names, row, strict=True))
                yield tuple(values[name] for name in columns)
    if not found:
        raise DumpError(f"This dump has no table {table}.")


def _rows(stream, table):
    """(column names, row) of this table; once with None for the row when it begins."""
    names = []
    lines = (line.decode("utf-8", "surrogateescape") for line in stream)
    for line in lines:
        if line.startswith("COPY ") and (match := COPY.match(line)) and match[1] == table:
            names = [name.strip().strip('"') for name in match[2].split(",")]
            yield names, None
            for data in lines:
                if data.rstrip("\r\n") == "\\.":
                    break
                yield names, split_copy_line(data[:-1])
        elif line.startswith("CREATE ") and (match := CREATE.match(line)) and match[1] == table:
            names = _column_names(lines)
            yield names, None
        elif line.startswith("INSERT ") and (match := INSERT.match(line)) and match[1] == table:
            given = [name.strip().strip('"') for name in match[2].split(",")] if match[2] else names
            text = io.StringIO(line[match.end() :])
            for row in read_values(text, lines):
                yield given, row


def _column_names(lines):
    names = []
    for line in lines:
        if line.startswith(");"):
            break
        match = COLUMN.match(line)
        if match and match[1] not in ("CONSTRAINT", "CHECK"):
            names.append(match[1])
    return names
