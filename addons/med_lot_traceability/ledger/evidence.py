"""Rows of one chain as a file that can be checked without the database, on its own or inside a PDF."""

import json
import re
import zlib
from pathlib import Path

from .canonical import TEXT_FORMS
from .columns import EVENT_COLUMNS
from .verify import EVENT_ROW, verify

TYPE = "medsuite-ledger-chain"
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def make(rows):
    """:param rows: dicts of all columns with their hashes: one chain from its first row on, in order
    :return: what goes into the file, JSON-ready; each value is the text that was hashed, or None
    """
    return {
        "type": TYPE,
        "chain": rows[0]["chain"] if rows else None,
        "rows": [
            {
                **{name: _to_text(kind, row[name]) for name, kind in EVENT_COLUMNS.items()},
                "previous_hash": row["previous_hash"],
                "hash": row["hash"],
            }
            for row in rows
        ],
    }


def check(evidence):
    """:return: `verify.Report`. That rows are missing at the end only the last hash tells, kept elsewhere"""
    rows = [tuple(row[name] for name in EVENT_ROW) for row in evidence["rows"]]
    last = evidence["rows"][-1:]
    return verify(rows, [(row["chain"], row["sequence"], row["hash"]) for row in last], [])


def read_file(path):
    """The chains in a JSON file, or in the attachments of a PDF.

    :return: list of what `make` made; empty when the file is neither, or holds none
    """
    path = Path(path)
    if not path.is_file():
        return []
    with path.open("rb") as file:
        start = file.read(64).lstrip()
    if start.startswith(b"%PDF"):
        streams = (_unpack(found.group(1)) for found in _STREAM.finditer(path.read_bytes()))
    elif start.startswith(b"{"):
        streams = [path.read_bytes()]
    else:
        return []
    return [evidence for stream in streams if (evidence := _parse(stream))]


def _unpack(stream):
    if stream.lstrip().startswith(b"{"):
        return stream
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def _parse(content):
    if not content.lstrip().startswith(b"{"):
        return None
    try:
        evidence = json.loads(content)
    except ValueError:
        return None
    return evidence if isinstance(evidence, dict) and evidence.get("type") == TYPE else None


def _to_text(kind, value):
    return None if value is None else TEXT_FORMS[kind](value)
