"""Dates as the issuing agencies write them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta


class DateProblem(ValueError):
    """The code of what is wrong: date_month, date_day, date_hour, truncated or charset."""


def full_year(two_digits: int, this_year: int | None = None) -> int:
    """Year of a two-digit year: 49 years back to 50 years ahead (GS1 General Specifications 7.12)."""
    this_year = this_year or date.today().year
    century = this_year - this_year % 100
    ahead = two_digits - this_year % 100
    if ahead > 50:
        return century - 100 + two_digits
    if ahead < -49:
        return century + 100 + two_digits
    return century + two_digits


def two_digit_year(day: date) -> str:
    """Last two digits of the year; ValueError for a year that could not be read back."""
    if full_year(day.year % 100) != day.year:
        raise ValueError(f"the year {day.year} does not fit in two digits")
    return f"{day.year % 100:02d}"


def read(text: str, form: str) -> date:
    """Date in `text`, written as `form`.

    form: one of YYMMDD, YYMMD0 (GS1: day 00 is the last of its month), MMDDYY, YYYYMMDD, MMYY (its last
    day), YYJJJ (JJJ: day of the year), CYYJJJ (ISBT 128: C is 0 for 20xx, 9 for 19xx).
    Raises DateProblem.
    """
    digits(text, len(form))
    if form == "CYYJJJ":
        return _day_of_year(_isbt_year(text[:3]), int(text[3:]))
    if form == "YYJJJ":
        return _day_of_year(full_year(int(text[:2])), int(text[2:]))
    last_day_for_00 = form in ("YYMMD0", "MMYY")
    form = form.replace("0", "D")
    part = {letter: text[form.index(letter) : form.rindex(letter) + 1] for letter in set(form)}
    year = int(part["Y"]) if len(part["Y"]) == 4 else full_year(int(part["Y"]))
    return _calendar_day(year, int(part["M"]), int(part.get("D", 0)), last_day_for_00)


def read_hour(text: str) -> int:
    digits(text, 2)
    if int(text) > 23:
        raise DateProblem("date_hour")
    return int(text)


def digits(text: str, length: int) -> None:
    if len(text) < length:
        raise DateProblem("truncated")
    if len(text) > length:
        raise DateProblem("length")
    if not (text.isascii() and text.isdigit()):
        raise DateProblem("charset")


def _calendar_day(year: int, month: int, day: int, last_day_for_00: bool) -> date:
    if not 1 <= month <= 12:
        raise DateProblem("date_month")
    if year < 1:
        raise DateProblem("date_year")
    last = calendar.monthrange(year, month)[1]
    if day == 0 and last_day_for_00:
        day = last
    if not 1 <= day <= last:
        raise DateProblem("date_day")
    return date(year, month, day)


def _day_of_year(year: int, number: int) -> date:
    if not 1 <= number <= 365 + calendar.isleap(year):
        raise DateProblem("date_day")
    return date(year, 1, 1) + timedelta(days=number - 1)


def _isbt_year(cyy: str) -> int:
    return (1000 if cyy[0] == "9" else 2000) + int(cyy)
