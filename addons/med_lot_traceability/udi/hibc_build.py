"""HIBC carriers from values: one concatenated carrier, or two lines for linear bar codes."""

from __future__ import annotations

from datetime import date

from . import checks, dates
from .errors import UdiError
from .hibc import PRIMARY


def build(values: dict, form: str | None) -> str:
    """`form`: "concatenated" (default) or "two-line" (lines separated by a line feed).

    Dates are written with four-digit years where the form allows it.
    """
    left = {name: value for name, value in values.items() if value is not None}
    di = left.pop("di", "")
    if not PRIMARY.fullmatch(di):
        raise UdiError(f"{di!r} is no DI of HIBC.")
    if form == "two-line":
        return _two_lines(di, left)
    if form not in (None, "concatenated"):
        raise UdiError(f"HIBC has no form {form!r}.")
    body = "/".join(["+" + di, *_segments(left)])
    return body + _check(body)


def _segments(left: dict) -> list[str]:
    segments = []
    if "lot" in left:
        segments.append("$" + left.pop("lot"))
    if "serial" in left:
        segments.append("S" + left.pop("serial"))
    if "quantity" in left:
        segments.append(f"Q{left.pop('quantity')}")
    if "mfg_date" in left:
        segments.append("16D" + _long(left.pop("mfg_date")))
    if "exp_date" in left:
        segments.append("14D" + _long(left.pop("exp_date")))
    _refuse(left)
    return segments


def _two_lines(di: str, left: dict) -> str:
    first = "+" + di
    link = _check(first)
    expiry, lot, serial = left.pop("exp_date", None), left.pop("lot", None), left.pop("serial", None)
    _refuse(left)
    if lot and serial:
        raise UdiError("The second line of HIBC holds a lot or a serial number, not both.")
    if not (expiry or lot or serial):
        return first + link
    date_part = f"3{dates.two_digit_year(expiry)}{expiry:%m%d}" if expiry else "7"
    second = f"+$${'+' if serial else ''}{date_part}{lot or serial or ''}{link}"
    return f"{first}{link}\n{second}{_check(second)}"


def _long(day: date) -> str:
    return f"{day.year:04d}{day:%m%d}"


def _check(body: str) -> str:
    if any(letter not in checks.HIBC_ALPHABET for letter in body):
        raise UdiError(f"HIBC cannot write {body!r}.")
    return checks.hibc_check(body)


def _refuse(left: dict) -> None:
    if left:
        raise UdiError(f"This HIBC carrier has no place for {', '.join(sorted(left))}.")
