"""Rows of one chain as a file that can be checked without the database: see `check`."""

from .canonical import TEXT_FORMS, chain_hash
from .columns import EVENT_COLUMNS, FORMAT


def make(rows):
    """:param rows: dicts of all columns with their hashes, one chain from its first row, in order
    :return: what goes into the file, JSON-ready; each value is the text that was hashed, or None
    """
    return {
        "type": "medsuite-ledger-chain",
        "format": FORMAT,
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
    """:return: what is wrong: list of (sequence, text); empty when all hashes fit"""
    problems = []
    previous = None
    for number, row in enumerate(evidence["rows"], 1):
        if row["sequence"] != str(number) or row["chain"] != evidence["chain"]:
            problems.append((number, "a row is missing, or stands in the wrong place"))
        if (row["previous_hash"] or None) != previous:
            problems.append((number, "doesn't follow the row before"))
        if (
            chain_hash(row["previous_hash"], EVENT_COLUMNS, [row[name] for name in EVENT_COLUMNS])
            != row["hash"]
        ):
            problems.append((number, "was changed after it was written"))
        previous = row["hash"]
    return problems


def _to_text(kind, value):
    return None if value is None else TEXT_FORMS[kind](value)
