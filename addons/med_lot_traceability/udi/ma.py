"""MA (IDcode, China): MA.country.industry.registrant.product, then a segment per production identifier.

S serial, M made, L lot, D sterile lot, V valid until, E expired, C check digit of the production identifiers.
A wrong check digit warns while the other check digit vouches for the carrier; with none left, it is refused.
"""

from __future__ import annotations

import re
from datetime import date

from . import checks, dates
from .errors import UdiError
from .scan import UdiScan

DI_PARTS = 5
PRODUCT_LENGTH = 8  # packaging level, six for the item, check digit
DI = re.compile(r"MA\.[0-9]{3}\.[A-Z0-9]{2}\.[A-Za-z0-9]{6}\.[A-Za-z0-9]{8}")
SEGMENTS = {
    "S": "serial",
    "M": "mfg_date",
    "L": "lot",
    "D": "sterile_lot",
    "E": "expiry_E",
    "V": "valid_until_V",
    "C": "pi_check",
}
DATES = "MEV"
TEXTS = "SLD"


def read(text: str, scan: UdiScan) -> None:
    if any(letter not in checks.MA_VALUES and letter != "9" for letter in text):
        scan.error("charset")
        return
    parts = text.split(".")
    if len(parts) < DI_PARTS or "" in parts or len(parts[DI_PARTS - 1]) < PRODUCT_LENGTH:
        scan.error("truncated")
        return
    di = ".".join(parts[:DI_PARTS])
    if not DI.fullmatch(di):
        scan.error("di_format")
        return
    scan.di = di
    scan.fields.update(registrant=parts[3], package_level=parts[4][0])
    for place in range(len(parts) - DI_PARTS):
        _read_segment(scan, parts[DI_PARTS:], place)
    _check(scan, text[len(di) :])
    _expiry(scan)


def _read_segment(scan: UdiScan, segments: list[str], place: int) -> None:
    letter, value = segments[place][0], segments[place][1:]
    following = segments[place + 1 : place + 2]
    if letter not in SEGMENTS:
        scan.question("unknown_segment", [{letter: value}])
    elif letter in TEXTS and following and following[0][0] not in SEGMENTS:
        # Either what follows is unknown to this package, or it is the rest of this one, which has a dot.
        name = SEGMENTS[letter]
        scan.question("unknown_segment", [{name: value}, {name: f"{value}.{following[0]}"}])
    elif not value:
        scan.error("truncated")
    elif letter == "C" and following:
        scan.error("check_not_last")
    elif letter in DATES:
        try:
            scan.put(SEGMENTS[letter], dates.read(value, "YYYYMMDD" if len(value) == 8 else "YYMMDD"))
        except dates.DateProblem as problem:
            scan.error(str(problem))
    else:
        scan.put(SEGMENTS[letter], value)


def _check(scan: UdiScan, pi: str) -> None:
    """Check digits; `pi` starts with its dot."""
    printed = scan.fields.get("pi_check")
    di_right = checks.ma_check(scan.di[:-1]) == scan.di[-1]
    pi_right = printed is not None and checks.ma_check(pi[: pi.rindex(".C")]) == printed
    if not di_right:
        (scan.warn if pi_right else scan.error)("ma_di_check")
    if printed is not None and not pi_right:
        (scan.warn if di_right else scan.error)("ma_pi_check")


def _expiry(scan: UdiScan) -> None:
    """The earlier of "valid until" and "expired" is the expiry; valid until after expired is odd."""
    expired, valid_until = scan.fields.get("expiry_E"), scan.fields.get("valid_until_V")
    if expired or valid_until:
        scan.exp_date = min(filter(None, (expired, valid_until)))
    if expired and valid_until and valid_until > expired:
        scan.warn("date_conflict")


def build(values: dict, form: str | None) -> str:
    """Carrier with its check digits; `exp_date` is written as V (valid until). The DI comes with its own."""
    if form:
        raise UdiError("MA carriers have one form only.")
    left = dict(values)
    di = left.pop("di", "")
    if not DI.fullmatch(di) or checks.ma_check(di[:-1]) != di[-1]:
        raise UdiError(f"{di!r} is no DI of MA.")
    if "exp_date" in left and not {"valid_until_V", "expiry_E"} & set(left):
        left["valid_until_V"] = left["exp_date"]
    left.pop("exp_date", None)
    pi = ""
    for letter, name in SEGMENTS.items():
        value = left.pop(name, None) if letter != "C" else None
        if value is not None:
            pi += f".{letter}{_text(value)}"
    if left:
        raise UdiError(f"An MA carrier has no place for {', '.join(sorted(left))}.")
    return di + (f"{pi}.C{checks.ma_check(pi)}" if pi else "")


def _text(value) -> str:
    if isinstance(value, date):
        return dates.two_digit_year(value) + f"{value:%m%d}"
    if not value or "." in value or any(letter not in checks.MA_VALUES and letter != "9" for letter in value):
        raise UdiError(f"MA cannot write {value!r}.")
    return value
