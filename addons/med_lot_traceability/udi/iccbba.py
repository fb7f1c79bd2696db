"""ICCBBA (ISBT 128): structures of fixed length, each opened by its data identifier.

Tissue devices: =/ processor product code (the DI), =, serial, = donation number, => expiry, =} production,
&,1 lot. Blood containers: =) maker and catalogue number (the DI), &) lot. A compound message opens with =+
and its count.
"""

from __future__ import annotations

import re
from datetime import date

from . import dates
from .errors import UdiError
from .scan import UdiScan

# data identifier: (field, length, form of a date)
STRUCTURES = {
    "=/": ("di", 16, None),
    "=)": ("di", 10, None),
    "=,": ("serial", 6, None),
    "=>": ("exp_date", 6, "CYYJJJ"),
    "=}": ("mfg_date", 6, "CYYJJJ"),
    "=*": ("collection_date", 6, "CYYJJJ"),
    "=<": ("product_code", 8, None),
    "&,1": ("lot", 18, None),
    "&)": ("lot", 10, None),
    "=+": ("compound", 5, None),
}
DONATION = re.compile(r"=[A-NP-Z1-9]")
DATA = re.compile(r"[A-Za-z0-9]+")


def read(text: str, scan: UdiScan) -> None:
    rest, count = text, 0
    while rest:
        found = _structure(rest)
        if not found:
            scan.error("truncated" if rest in ("=", "&", "&,") else "unknown_structure")
            return
        identifier, name, length, form = found
        value = rest[len(identifier) :][:length]
        rest = rest[len(identifier) + length :]
        count += name != "compound"
        if len(value) < length:
            scan.error("truncated")
        elif not DATA.fullmatch(value) or not value.isascii():
            scan.error("charset")
        else:
            _put(scan, name, value, form)
    _check_count(scan, count)
    if not scan.di and not scan.errors:
        scan.error("missing_di")


def _structure(rest: str):
    for identifier, structure in STRUCTURES.items():
        if rest.startswith(identifier):
            return (identifier, *structure)
    # The donation number's identifier is its own first character.
    return ("=", "din", 15, None) if DONATION.match(rest) else None


def _put(scan: UdiScan, name: str, value: str, form: str | None) -> None:
    try:
        scan.put(name, dates.read(value, form) if form else value)
    except dates.DateProblem as problem:
        scan.error(str(problem))


def _check_count(scan: UdiScan, count: int) -> None:
    """A compound message says how many structures follow."""
    compound = scan.fields.get("compound")
    if compound is None:
        return
    if not compound.isdigit():
        scan.error("charset")
    elif int(compound[:2]) > count:
        scan.error("truncated")
    elif int(compound[:2]) < count:
        scan.error("length")


def build(values: dict, form: str | None) -> str:
    """Carrier in the order of the standard's examples; `form` has no meaning here."""
    if form:
        raise UdiError("ICCBBA carriers have one form only.")
    blood_bag = len(values.get("di", "")) == STRUCTURES["=)"][1]
    identifiers = ["=)", "&)"] if blood_bag else ["=/", "=,", "=", "=>", "=}", "=*", "=<", "&,1"]
    parts, left = [], dict(values)
    for identifier in identifiers:
        value = left.pop(STRUCTURES[identifier][0] if identifier != "=" else "din", None)
        if value is not None:
            parts.append(identifier + (_isbt_date(value) if isinstance(value, date) else value))
    if left:
        raise UdiError(f"An ICCBBA carrier has no place for {', '.join(sorted(left))}.")
    return "".join(parts)


def _isbt_date(day: date) -> str:
    century = {19: "9", 20: "0"}.get(day.year // 100)
    if century is None or day.year < 1900:
        raise UdiError(f"ICCBBA cannot write the year {day.year}.")
    return f"{century}{day:%y%j}"
