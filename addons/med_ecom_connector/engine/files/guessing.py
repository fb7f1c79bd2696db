"""What a file's layout most likely is, from the file alone."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from .reading import decode, looks_like_xlsx, read_table
from .records import column_key, split_header
from .spec import NUMBERS, ColumnSpec, LayoutSpec
from .values import parse_instant, plain_text

SAMPLE_BYTES = 300_000
SAMPLE_ROWS = 200
_DELIMITERS = ",;\t|"
_TIMES = (" hh:mm:ss", " hh:mm", "")
#: How a day may be written, and the times that may follow it.
_DAYS = {
    "YYYY-MM-DD": (" hh:mm:ss", " hh:mm:ss Z", " hh:mm", ""),
    "YYYY/MM/DD": _TIMES,
    "YYYY年MM月DD日": _TIMES,
    "DD/MM/YYYY": _TIMES,
    "MM/DD/YYYY": _TIMES,
    "DD.MM.YYYY": _TIMES,
    "DD-MM-YYYY": ("",),
    "YYYYMMDD": ("",),
}
_COMMA_DECIMAL = re.compile(r"[+-]?(\d{1,3}((\.|\s|\u00a0|\u202f)?\d{3})*,\d{1,2}\D?|0,\d+)")
_POINT_DECIMAL = re.compile(r"\D?[+-]?\d{1,3}(,?\d{3})*\.\d{1,6}")
_POINT_THOUSANDS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d{1,2})?")
_COMMA_THOUSANDS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
#: one, or one thousand?
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
#: a number that only a point before decimals makes sense of
_SURELY_POINT = re.compile(
    r"\D?[+-]?(0|\d{1,3}(,\d{3})+)\.\d+|\D?[+-]?\d+\.(\d{1,2}|\d{4,})|[1-9]\d{0,2}(,\d{3}){2,}"
)


@dataclass(frozen=True)
class Guess:
    """``unknown`` are names of columns that no field was found for; ``doubts`` are keys of file problems."""

    layout: LayoutSpec
    header: tuple[str, ...]
    unknown: tuple[str, ...]
    doubts: tuple[str, ...]


def guess_layout(content, fields, timezone="UTC"):
    """Guess format, encoding, delimiter, header, number marks, dates, and which column means what.

    :param bytes content: the file
    :param fields: list of :class:`~.spec.FieldSpec` that the file may carry
    :return: :class:`Guess`
    :raises FileError: when it can't be read as a table at all
    """
    layout = _guess_format(content, timezone)
    table = read_table(content, layout)
    header_row = _guess_header(table, fields)
    header, data = split_header(table, _with(layout, header_row=header_row))
    sample = [[_as_typed(cell) for cell in cells] for _number, cells in data[:SAMPLE_ROWS]]
    matched = match_columns(header, fields)
    decimal_mark, thousands, is_sure = _guess_marks(sample, _places_of_numbers(matched))
    columns, doubts = _guess_columns(header, matched, sample)
    doubts += () if is_sure else ("number_marks",)
    layout = _with(
        layout,
        columns=columns,
        header_row=header_row,
        decimal_mark=decimal_mark,
        thousands_mark=thousands,
    )
    unknown = tuple(name for index, name in enumerate(header) if name and index not in matched)
    return Guess(layout, tuple(header), unknown, doubts)


def _as_typed(cell):
    """The text of a cell; none of a workbook's dates and fractions: they don't say how texts are typed."""
    return "" if isinstance(cell, (date, float)) else plain_text(cell)


def _guess_format(content, timezone):
    if looks_like_xlsx(content):
        return LayoutSpec((), format="xlsx", timezone=timezone)
    encoding = guess_encoding(content)
    delimiter = _guess_delimiter(decode(content, encoding))
    return LayoutSpec((), encoding=encoding, delimiter=delimiter, timezone=timezone)


def _guess_columns(header, matched, sample):
    """:return: tuple (columns whose meaning is known, doubts about them)"""
    columns, doubts = [], set()
    for index, name in enumerate(header):
        if index not in matched:
            continue
        date_format = ""
        if matched[index].type in ("date", "datetime"):
            values = [row[index] for row in sample if index < len(row) and row[index]]
            date_format, is_sure = guess_date_format(values)
            doubts |= set() if is_sure else {"day_or_month"}
        columns.append(ColumnSpec(matched[index], name, date_format))
    return tuple(columns), tuple(sorted(doubts))


def _with(layout, **changes):
    return LayoutSpec(**{**layout.__dict__, **changes})


def guess_encoding(content):
    """By byte order mark, strict UTF-8, common Chinese characters, else Western."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    for encoding in ("utf-8", "gb18030"):
        if encoding == "gb18030" and not _looks_chinese(content):
            continue
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _looks_chinese(content):
    """Whether most bytes above ASCII come in pairs that are common Chinese characters (GB 2312, level 1)."""
    text = content[:SAMPLE_BYTES].decode("gb18030", "replace")
    strange = [char for char in text if ord(char) > 127]
    common = 0
    for char in strange:
        pair = char.encode("gb2312", "ignore")
        common += len(pair) == 2 and (0xA1 <= pair[0] <= 0xA3 or 0xB0 <= pair[0] <= 0xD7)
    return bool(strange) and common >= 0.6 * len(strange)


def _guess_delimiter(text):
    """The mark that splits most lines into the same number of cells."""
    best, best_score = ",", 0
    for mark in _DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(text[:SAMPLE_BYTES], newline=""), delimiter=mark))[:50]
        except csv.Error:
            continue
        widths = Counter(len(row) for row in rows if row)
        if widths:
            width, count = widths.most_common(1)[0]
            score = (width - 1) * count
            if score > best_score:
                best, best_score = mark, score
    return best


def _guess_header(table, fields):
    """The first of the upper rows that names most fields; 0 when none names two."""
    scores = []
    for number, cells in table[:20]:
        names = [plain_text(cell) for cell in cells]
        scores.append((len(match_columns(names, fields)), -number))
    best, minus_number = max(scores)
    if best >= 2:
        return -minus_number
    first = [plain_text(cell) for cell in table[0][1]]
    return 0 if any(re.fullmatch(r"[\d.,:/ -]+", cell) for cell in first if cell) else table[0][0]


def match_columns(header, fields):
    """Which field each column most likely is: by the same name, whatever its case, blanks and language.

    :return: dict of position to :class:`~.spec.FieldSpec`; each field once
    """
    by_key = {}
    for field in fields:
        for name in (field.code, *field.aliases, field.name.replace("_", " ")):
            by_key.setdefault(column_key(name), field)
    matched, taken = {}, set()
    for index, name in enumerate(header):
        field = by_key.get(column_key(name))
        if field and field.code not in taken:
            matched[index] = field
            taken.add(field.code)
    return matched


def _places_of_numbers(matched):
    return [index for index, field in matched.items() if field.type in NUMBERS]


def _guess_marks(sample, places):
    """By the cells of numbers, since articles may have numbers with points; by all where none is known.

    :param places: positions of the columns that hold numbers
    :return: tuple (decimal mark, thousands mark, whether no number could be meant otherwise)
    """
    numbers = [row[index] for row in sample for index in places if index < len(row) and row[index]]
    cells = numbers or [cell for row in sample for cell in row if cell]
    comma = sum(bool(_COMMA_DECIMAL.fullmatch(cell)) for cell in cells)
    point = sum(bool(_POINT_DECIMAL.fullmatch(cell)) for cell in cells if not _EITHER.fullmatch(cell))
    if comma > point:
        has_thousands = any(_POINT_THOUSANDS.fullmatch(cell) for cell in cells)
        return ",", "." if has_thousands else " ", True
    is_sure = not any(map(_EITHER.fullmatch, numbers)) or any(map(_SURELY_POINT.fullmatch, numbers))
    return ".", "," if any(_COMMA_THOUSANDS.fullmatch(cell) for cell in cells) else "", is_sure


def guess_date_format(values):
    """The format that reads most values: a wrong date in one row must not spoil the others.

    A column may have days with and without a time, as where somebody typed: both are read then.

    :return: tuple (format, several separated by ``|``; whether no other order of day and month reads as many)
    """
    found = {day: _formats_read(values, [day + time for time in times]) for day, times in _DAYS.items()}
    best = max(found, key=lambda day: found[day][1])
    formats, score = found[best]
    if score * 2 <= len(values):
        return "", True
    swapped = best.replace("DD/MM", "*").replace("MM/DD", "DD/MM").replace("*", "MM/DD")
    return " | ".join(formats), swapped == best or found.get(swapped, ((), 0))[1] < score


def _formats_read(values, formats):
    """:return: tuple (those of the formats that read a value, number of values that one of them reads)"""
    first = [next((one for one in formats if parse_instant(value, one)), None) for value in values]
    return [one for one in formats if one in first], len(first) - first.count(None)
