"""Notices that come as tables: CSV of any dialect, or the rows of a spreadsheet."""

import csv
import io

from .ranges import find_ranges
from .words import LABEL, Notice, Word, read_text

ENCODINGS = ("utf-8-sig", "gb18030")  # the latter is what Chinese spreadsheets save


def decode(content):
    """:param content: bytes of a text file"""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def read_csv(text):
    """:return: `Notice`; a text without separators is read as what it is, a list or prose"""
    sample = "\n".join(text.splitlines()[:20])
    try:
        dialect = csv.Sniffer().sniff(sample, delimiters=",;\t|")
        rows = list(csv.reader(io.StringIO(text), dialect))
    except csv.Error:
        return read_text(text)
    return read_rows(rows)


def read_rows(rows):
    """Every cell counts, unless a header says 'lot', '批号' or the like: then only the columns below it do.

    :param rows: lists of cells
    :return: `Notice`
    """
    rows = [[_to_text(cell) for cell in row] for row in rows]
    header = next((row for row in rows if any(row)), [])
    columns = {place for place, cell in enumerate(header) if LABEL.search(cell)}
    notice = Notice()
    for number, row in enumerate(rows, 1):
        if columns and row is header:
            continue
        for place, cell in enumerate(row):
            if cell and (not columns or place in columns):
                _read_cell(cell, number, notice)
    return notice


def _read_cell(cell, number, notice):
    read = read_text(cell)
    notice.carriers += [Word(word.text, number, True) for word in read.carriers]
    notice.ranges += [(found, Word(found.text, number, True)) for found in find_ranges(cell)]
    notice.entries.append(Word(cell, number, True))
    notice.words += [Word(word.text, number, True, word.joins) for word in read.words]


def _to_text(cell):
    """Spreadsheets keep numbers as floats: 20240101.0 is lot 20240101."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()
