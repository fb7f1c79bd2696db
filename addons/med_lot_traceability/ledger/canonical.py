"""The canonical text of a row, and its hash.

A row becomes a JSON array of its columns' values in their fixed order, each a string or null. The strings
are the same whether the value comes from the ORM, from a database driver or as text from a dump: "12",
"2026-03-31", "2026-03-31 08:00:00", "2.5", "true". Text is taken as it is, without Unicode normalisation:
who changes the form of a name changes the row.
"""

import datetime
import hashlib
import json
from decimal import Decimal

from .columns import BOOLEAN, DATE, DATETIME, DECIMAL, INTEGER, TEXT

#: What the first row of a chain has in place of a previous hash.
GENESIS = ""


def _boolean_text(value):
    if isinstance(value, str):
        return {"t": "true", "f": "false"}.get(value, value)
    return "true" if value else "false"


def _decimal_text(value):
    number = Decimal(str(value))
    if not number.is_finite():
        return str(value)
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _date_text(value):
    return value if isinstance(value, str) else value.isoformat()


def _datetime_text(value):
    """With microseconds only if there are any; a database writes it the same way."""
    if isinstance(value, datetime.datetime):
        value = value.isoformat(" ")
    if "." in value:
        value = value.rstrip("0").rstrip(".")
    return value


TEXT_FORMS = {
    INTEGER: str,
    TEXT: str,
    BOOLEAN: _boolean_text,
    DECIMAL: _decimal_text,
    DATE: _date_text,
    DATETIME: _datetime_text,
}


def canonical_text(columns, values):
    """The text of a row that is hashed.

    :param columns: dict of column name to kind, in the format's order
    :param values: the row's values in that order; None is NULL. A False or an empty text isn't
    """
    texts = [
        None if value is None else TEXT_FORMS[kind](value)
        for kind, value in zip(columns.values(), values, strict=True)
    ]
    return json.dumps(texts, ensure_ascii=False, separators=(",", ":"))


def chain_hash(previous_hash, columns, values):
    """SHA-256, as hexadecimal text, over the previous row's hash and this row."""
    text = f"{previous_hash or GENESIS}\n{canonical_text(columns, values)}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
