"""GS1 carriers from values."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from . import dates, gs1_elements as elements
from .errors import UdiError
from .gs1_fnc1 import SEPARATOR

RESOLVER = "https://id.gs1.org"
# GS1 asks for elements of predefined length first: they need no separator.
ORDER = ["01", "11", "13", "15", "17", "10", "21"]
IN_PATH = ("01", "22", "10", "21")  # in this order; all others are in the query
AIS = {name: ai for ai, name in elements.NAMES.items()}


def build(values: dict, form: str | None) -> str:
    """`form`: "raw" (default: with separators, as scanned), "hri" (with brackets) or "digital-link"."""
    pairs = sorted((_pair(name, value) for name, value in values.items() if value is not None), key=_place)
    if not pairs or pairs[0][0] != elements.GTIN:
        raise UdiError("A GS1 carrier needs a DI.")
    if form == "hri":
        return "".join(f"({ai}){value}" for ai, value in pairs)
    if form == "digital-link":
        return _link(dict(pairs))
    if form not in (None, "raw"):
        raise UdiError(f"GS1 has no form {form!r}.")
    text = ""
    for ai, value in pairs:
        text += ai + value + (SEPARATOR if elements.find(ai).separator_required else "")
    return text.removesuffix(SEPARATOR)


def _pair(name: str, value) -> tuple[str, str]:
    ai = elements.find(AIS.get(name) or name.removeprefix(elements.OTHER))
    if ai is None or name not in AIS and name != elements.OTHER + ai.ai:
        raise UdiError(f"A GS1 carrier has no place for {name}.")
    if isinstance(value, date):
        value = dates.two_digit_year(value) + f"{value:%m%d}"
    value = str(value)
    wrong = "charset" if not elements.CHARSET.fullmatch(value) else elements.problem(ai, value)
    if wrong:
        raise UdiError(f"GS1 cannot write {name} {value!r}: {wrong}.")
    return ai.ai, value


def _place(pair: tuple[str, str]) -> tuple[int, str]:
    ai = pair[0]
    return (ORDER.index(ai) if ai in ORDER else len(ORDER), ai)


def _link(pairs: dict[str, str]) -> str:
    path = "".join(f"/{ai}/{quote(pairs.pop(ai), safe='')}" for ai in IN_PATH if ai in pairs)
    return f"{RESOLVER}{path}" + (f"?{urlencode(pairs)}" if pairs else "")
