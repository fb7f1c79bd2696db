"""From what stands in a cell to a value, and back. Everything unreadable is a ValueProblem."""

import re
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .spec import NUMBERS, ValueProblem

MAX_TEXT = 5000
_LIMIT = Decimal("1e12")
_YEARS = range(1990, 2101)
_TOKENS = {"YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d", "hh": "%H", "mm": "%M", "ss": "%S", "Z": "%z"}
_TOKEN = re.compile("|".join(_TOKENS))
#: an id that a spreadsheet program has turned into a rounded number; "e" is how Python writes such a cell
_DAMAGED = re.compile(r"\d(\.\d+)?[eE]\+\d{1,3}")
_MONEY_SIGNS = re.compile(r"[¥€$£元]|(?<![A-Za-z])(CNY|RMB|EUR|USD|GBP)(?![A-Za-z])")
_YES = {"1", "true", "yes", "y", "oui", "o", "是", "有", "√", "x"}
_NO = {"0", "false", "no", "n", "non", "否", "无", ""}


def read_value(raw, column, layout):
    """The value of a cell.

    :param raw: text, or what XLSX knows besides: int, float, bool, datetime, date, None
    :param column: :class:`~.spec.ColumnSpec`
    :param layout: :class:`~.spec.LayoutSpec`, for number marks and time zone
    :return: str, int, Decimal, date, aware UTC datetime or bool; None for an empty cell
    :raises ValueProblem:
    """
    text = plain_text(raw)
    if text and column.value_map:
        # "*" stands for whatever else the cell may hold
        raw = text = column.value_map.get(text, column.value_map.get("*", raw))
        text = plain_text(text)
    if text == "":
        raw = text = column.default
    if text == "":
        return None
    kind = column.field.type
    if kind in NUMBERS:
        return _number(raw, text, kind, layout)
    if kind in ("date", "datetime"):
        return _instant(raw, text, kind, column.date_format, layout)
    if kind == "boolean":
        return _boolean(raw, text)
    return _text(text, column.field)


def plain_text(raw):
    """A cell as a person sees it: no ``="..."`` that keeps spreadsheets from counting, no leading mark."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "1" if raw else "0"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, (datetime, date, time)):
        return raw.isoformat(" ") if isinstance(raw, datetime) else raw.isoformat()
    text = str(raw).replace("\x00", "").encode("utf-8", "replace").decode().strip()
    if len(text) > 2 and text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text[1:].strip() if re.match(r"['\u2018\u2019]\S", text) else text


def _text(text, field):
    if len(text) > MAX_TEXT:
        raise ValueProblem("too_long", limit=MAX_TEXT)
    if _DAMAGED.fullmatch(text):
        raise ValueProblem("damaged", value=text)
    if field.allowed and text not in field.allowed:
        known = {value.casefold(): value for value in field.allowed}
        if text.casefold() not in known:
            raise ValueProblem("not_allowed", value=text[:80], allowed=", ".join(field.allowed))
        return known[text.casefold()]
    return text


def _number(raw, text, kind, layout):
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        number = _decimal(repr(raw) if isinstance(raw, float) else str(raw), text)
    else:
        number = _decimal(_plain_number(text, layout), text)
    if kind == "integer":
        if number != number.to_integral_value():
            raise ValueProblem("not_integer", value=text[:80])
        return int(number)
    return number


def _plain_number(text, layout):
    """The same number with a point and without thousands marks; a mark at a wrong place is an error."""
    bare = _MONEY_SIGNS.sub("", unicodedata.normalize("NFKC", text))
    bare = re.sub(r"[\s\u00a0\u202f]+", " ", bare).strip().removesuffix("%").strip()
    mark, thousands = layout.decimal_mark or ".", layout.thousands_mark
    if thousands:
        thousands = " " if thousands.isspace() else thousands
        groups = rf"[+-]?\d{{1,3}}({re.escape(thousands)}\d{{3}})+({re.escape(mark)}\d*)?"
        if re.fullmatch(groups, bare):
            bare = bare.replace(thousands, "")
    if mark != "." and "." in bare:
        raise ValueProblem("not_number", value=text[:80])
    return bare.replace(mark, ".")


def _decimal(bare, text):
    if len(bare) > 40 or not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?", bare, re.ASCII):
        raise ValueProblem("not_number", value=text[:80])
    number = Decimal(bare)
    if abs(number) >= _LIMIT:
        raise ValueProblem("not_number", value=text[:80])
    exact = number.quantize(Decimal("0.000001")).normalize()
    return exact.quantize(Decimal(1)) if exact.as_tuple().exponent > 0 else exact


def _boolean(raw, text):
    if isinstance(raw, bool):
        return raw
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueProblem("not_boolean", value=text[:80])


def _instant(raw, text, kind, date_format, layout):
    if isinstance(raw, datetime):
        found = raw
    elif isinstance(raw, date):
        found = datetime(raw.year, raw.month, raw.day)
    else:
        found = parse_instant(text, date_format)
    if found is None or found.year not in _YEARS:
        raise ValueProblem("not_date", value=text[:80], format=date_format or "YYYY-MM-DD hh:mm:ss")
    if kind == "date":
        return found.date()
    try:
        local = found.replace(tzinfo=zone(layout.timezone)) if found.tzinfo is None else found
        return local.astimezone(UTC).replace(microsecond=0)
    except (OverflowError, ValueError):
        raise ValueProblem("not_date", value=text[:80], format=date_format) from None


def parse_instant(text, date_format):
    """A date by its format, several separated by ``|``; without one, by ISO 8601. None if it is neither."""
    for one in filter(None, (part.strip() for part in date_format.split("|"))):
        try:
            return datetime.strptime(text, strptime_format(one))
        except (ValueError, re.error):
            continue
    if date_format.strip():
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=200)
def strptime_format(date_format):
    """``DD/MM/YYYY hh:mm`` in the words of strptime."""
    return _TOKEN.sub(lambda token: _TOKENS[token[0]], date_format.replace("%", "%%"))


@lru_cache(maxsize=50)
def zone(name):
    """A time zone by its name; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def write_value(value, column, layout):
    """A value as the layout wants it in a file: text for CSV; XLSX keeps numbers and dates."""
    if value is None or value == "":
        return column.constant or column.default or ""
    reverse = {new: old for old, new in column.value_map.items()}
    if isinstance(value, bool):
        return reverse.get("1" if value else "0", "1" if value else "0")
    if isinstance(value, (int, Decimal)):
        if layout.format == "xlsx":
            return int(value) if value == int(value) else float(value)
        return _written_number(value, layout)
    if isinstance(value, datetime):
        value = value.astimezone(zone(layout.timezone)).replace(tzinfo=None)
        if layout.format == "xlsx" and not column.date_format:
            return value
        return value.strftime(strptime_format((column.date_format or "YYYY-MM-DD hh:mm:ss").split("|")[0]))
    if isinstance(value, date):
        if layout.format == "xlsx" and not column.date_format:
            return value
        return value.strftime(strptime_format((column.date_format or "YYYY-MM-DD").split("|")[0]))
    return reverse.get(str(value), str(value))


def _written_number(value, layout):
    text = format(Decimal(value), f"{',' if layout.thousands_mark else ''}f")
    marks = {",": layout.thousands_mark, ".": layout.decimal_mark or "."}
    return "".join(marks.get(char, char) for char in text)
