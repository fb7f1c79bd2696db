"""One GS1 element string: what its application identifier (AI) allows, and what it means to us.

biip knows the AIs, their patterns and their check digits. It lets a wrong GTIN check digit pass with a remark
only, and its dates are read here, because a scan must say what is wrong with them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from biip import ParseConfig, ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_element_strings import GS1ElementString

from . import dates
from .scan import UdiScan

CHARSET = re.compile(r"[!-\"%-?A-Z_a-z]*")
FORMAT_PART = re.compile(r"(\[\+?)?[NXYZ](\.\.)?([0-9]+)")
GTIN = "01"
NAMES = {
    "00": "sscc",
    "01": "di",
    "02": "content_di",
    "10": "lot",
    "11": "mfg_date",
    "12": "due_date",
    "13": "packaging_date",
    "15": "best_before",
    "16": "sell_by",
    "17": "exp_date",
    "20": "variant",
    "21": "serial",
    "22": "consumer_variant",
    "30": "quantity",
    "37": "content_quantity",
    "240": "additional_id",
    "241": "customer_part_number",
    "250": "secondary_serial",
    "710": "nhrn_de",
    "711": "nhrn_fr",
    **{str(number): f"internal_{number}" for number in range(90, 100)},
}
DATES = ("11", "12", "13", "15", "16", "17")
COUNTS = ("30", "37")
CONFIG = ParseConfig(gs1_element_strings_verify_date=False)
# Names of AIs that are not in `NAMES`; "ai_8013", for one.
OTHER = "ai_"


@lru_cache(maxsize=4096)
def find(start: str) -> GS1ApplicationIdentifier | None:
    """The AI that `start` (at most four characters) begins with."""
    try:
        return GS1ApplicationIdentifier.extract(start)
    except ParseError:
        return None


@lru_cache(maxsize=1024)
def lengths(ai: GS1ApplicationIdentifier) -> tuple[int, int]:
    """Shortest and longest value, from the format in the AI table, such as N2+N6, N2+X..20 or N4+N6[+N4]."""
    shortest = longest = 0
    for optional, variable, length in FORMAT_PART.findall(ai.format.split("+", 1)[1]):
        longest += int(length)
        shortest += 0 if optional else 1 if variable else int(length)
    return shortest, longest


def problem(ai: GS1ApplicationIdentifier, value: str) -> str | None:
    """Code of what is wrong with the value; None when it is right."""
    shortest, longest = lengths(ai)
    if len(value) < shortest:
        return "truncated"
    if len(value) > longest:
        return "length"
    if ai.ai in DATES:
        return _date_problem(value)
    try:
        element = GS1ElementString.parse(ai.ai + value, config=CONFIG)
    except (ParseError, ValueError, ArithmeticError):  # biip trips over a few odd dates and amounts
        return "charset"
    for key in ("gtin", "sscc", "gln"):
        if getattr(element, f"{key}_error"):
            return f"{key}_check_digit"
    if ai.ai == "7003":
        return _date_problem(value[:6])
    return None


def _date_problem(value: str) -> str | None:
    try:
        dates.read(value, "YYMMD0")
    except dates.DateProblem as wrong:
        return str(wrong)
    return None


def put(scan: UdiScan, ai: str, value: str) -> None:
    """Store the value of a right element."""
    if ai == "7003":
        scan.put("exp_date", dates.read(value[:6], "YYMMD0"))
        scan.put("exp_time", f"{value[6:8]}:{value[8:]}")
        return
    for name, converted in reading(ai, value).items():
        scan.put(name, converted)


def reading(ai: str, value: str) -> dict:
    """The value by its field's name, as a date or number where it is one."""
    if ai in DATES:
        return {NAMES[ai]: dates.read(value, "YYMMD0")}
    if ai in COUNTS:
        return {NAMES[ai]: int(value or 0)}
    return {NAMES.get(ai, OTHER + ai): value}
