"""Secondary data of HIBC: lot, serial, dates, quantity."""

from __future__ import annotations

import re

from . import dates
from .scan import UdiScan

LONGEST = 18  # lot or serial
# What the digit after $$ announces: form of the expiry date, and whether its hour follows.
EXPIRY_FORMS = {
    "0": ("MMYY", False),
    "1": ("MMYY", False),
    "2": ("MMDDYY", False),
    "3": ("YYMMDD", False),
    "4": ("YYMMDD", True),
    "5": ("YYJJJ", False),
    "6": ("YYJJJ", True),
}
QUANTITY_LENGTHS = {"8": 2, "9": 5}
OLD = re.compile(r"[0-9]{5}")
OTHER = re.compile(r"([0-9]{0,3}[A-Z])(.+)")
FIXED = re.compile(r"1[46]D[0-9]{8}")


def has_fixed_length(segment: str) -> bool:
    return bool(FIXED.fullmatch(segment))


def read(segment: str, scan: UdiScan) -> None:
    """Read one segment, without its slash, into `scan`."""
    try:
        _read(segment, scan)
    except dates.DateProblem as problem:
        scan.error(str(problem))


def _read(segment: str, scan: UdiScan) -> None:
    if segment.startswith("$$"):
        rest = segment[2:]
        serial = rest.startswith("+")
        _read_dated(rest[serial:], "serial" if serial else "lot", scan)
    elif segment.startswith("$+"):
        _put(scan, "serial", segment[2:])
    elif segment.startswith("$"):
        _put(scan, "lot", segment[1:])
    elif OLD.match(segment):  # the form before $$: YYJJJ, lot
        scan.put("exp_date", dates.read(segment[:5], "YYJJJ"))
        if segment[5:]:
            _put(scan, "lot", segment[5:])
    else:
        _read_supplement(segment, scan)


def _read_supplement(segment: str, scan: UdiScan) -> None:
    match = OTHER.fullmatch(segment)
    if not match:
        scan.error("unknown_structure" if segment[1:] else "truncated")
        return
    identifier, value = match.groups()
    if identifier in ("14D", "16D"):
        scan.put("exp_date" if identifier == "14D" else "mfg_date", dates.read(value, "YYYYMMDD"))
    elif identifier == "S":
        _put(scan, "serial", value)
    elif identifier == "Q":
        dates.digits(value, len(value))
        scan.put("quantity", int(value))
    else:
        scan.put(f"hibc_{identifier}", value)
        scan.warn("unknown_segment_kept")


def _read_dated(rest: str, name: str, scan: UdiScan) -> None:
    """Data after $$ or $$+: a quantity, a date, a lot (or a serial), all announced by digits."""
    if not rest:
        raise dates.DateProblem("truncated")
    if rest[0] in QUANTITY_LENGTHS and name == "lot":
        length = 1 + QUANTITY_LENGTHS[rest[0]]
        dates.digits(rest[1:length], length - 1)
        scan.put("quantity", int(rest[1:length]))
        rest = rest[length:]
        if rest and not _announces_date(rest):
            # The standard wants a date's digit here, but labels exist that go on with the lot.
            scan.question("quantity_or_lot", [{"lot": rest}])
            return
        if not rest:
            return
    if rest[0] != "7":
        rest = _read_expiry(rest, scan)
        if not rest:
            return
    else:
        rest = rest[1:]
    _put(scan, name, rest)


def _read_expiry(rest: str, scan: UdiScan) -> str:
    """Read the expiry date; returns what follows it."""
    if rest[0] not in EXPIRY_FORMS:
        raise dates.DateProblem("unknown_structure")
    form, with_hour = EXPIRY_FORMS[rest[0]]
    start = 0 if form == "MMYY" else 1
    end = start + len(form)
    scan.put("exp_date", dates.read(rest[start:end], form))
    if form == "MMYY":
        scan.put("exp_precision", "month")
    if with_hour:
        scan.put("exp_hour", dates.read_hour(rest[end : end + 2]))
        end += 2
    return rest[end:]


def _announces_date(rest: str) -> bool:
    if rest[0] == "7":
        return True
    form = EXPIRY_FORMS.get(rest[0], (None,))[0]
    if not form:
        return False
    start = 0 if form == "MMYY" else 1
    return rest[start : start + len(form)].isdigit()


def _put(scan: UdiScan, name: str, value: str) -> None:
    if not value:
        scan.error("truncated")
    elif len(value) > LONGEST:
        scan.error("length")
    elif "+" in value or "$" in value:
        scan.error("unknown_structure")  # the beginning of another piece of data
    else:
        scan.put(name, value)
