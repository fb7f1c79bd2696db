"""From the bytes of a file to rows of raw cells."""

import csv
import io
import zipfile
from datetime import date, datetime, time

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .spec import ENCODINGS, FileError

MAX_BYTES = 50_000_000
#: what an XLSX may unpack to, so that a small file can't fill the memory
MAX_UNPACKED = 400_000_000
MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_CELL = 100_000
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def looks_like_xlsx(content):
    """By the first bytes: a workbook is a ZIP archive."""
    return content.startswith(_ZIP)


def read_table(content, layout):
    """All rows of a file, the header included, as lists of raw cells.

    CSV cells are texts; XLSX cells keep their type (text, number, date, boolean, None).

    :param bytes content: the file
    :param layout: :class:`~.spec.LayoutSpec`
    :return: list of (row number as a spreadsheet shows it, list of cells), without empty rows
    :raises FileError: when it can't be read
    """
    if not content.strip(b"\x00\r\n\t ,;\xef\xbb\xbf\xff\xfe"):
        raise FileError("empty")
    if len(content) > MAX_BYTES:
        raise FileError("too_large", size=f"{len(content) / 1e6:.0f}", limit=f"{MAX_BYTES / 1e6:.0f}")
    if content.startswith(_OLD_EXCEL):
        raise FileError("old_excel")
    if looks_like_xlsx(content) != (layout.format == "xlsx"):
        raise FileError("wrong_format", format=layout.format.upper())
    rows = _xlsx_rows(content, layout) if layout.format == "xlsx" else _csv_rows(content, layout)
    table = []
    for number, cells in rows:
        if len(cells) > MAX_COLUMNS:
            raise FileError("too_many_columns", limit=MAX_COLUMNS)
        if any(cell not in (None, "") for cell in cells):
            table.append((number, cells))
        if len(table) > MAX_ROWS:
            raise FileError("too_many_rows", limit=MAX_ROWS)
    if not table:
        raise FileError("empty")
    return table


def decode(content, encoding):
    """:raises FileError: when the bytes are not in this encoding"""
    if encoding not in ENCODINGS:
        raise FileError("encoding_unknown", encoding=encoding)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileError("encoding_wrong", encoding=encoding, position=error.start) from None
    # a byte order mark is no part of the first column's name, whatever the layout says
    return text.removeprefix("\ufeff").replace("\x00", "")


def _csv_rows(content, layout):
    text = decode(content, layout.encoding)
    if len(layout.delimiter) != 1 or layout.delimiter in "\r\n":
        raise FileError("delimiter_wrong")
    quoting = {"quotechar": layout.quote} if len(layout.quote) == 1 else {"quoting": csv.QUOTE_NONE}
    csv.field_size_limit(MAX_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=layout.delimiter, **quoting)
        # A cell may span lines, a spreadsheet still counts rows.
        yield from enumerate(([_spaceless(cell) for cell in row] for row in reader), start=1)
    except (csv.Error, TypeError, ValueError):
        raise FileError("not_csv") from None


def _spaceless(cell):
    return cell.strip(" \t\r\n\u00a0\u3000")


def _xlsx_rows(content, layout):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise FileError("too_large", size="?", limit=f"{MAX_UNPACKED / 1e6:.0f}")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        if layout.sheet and layout.sheet not in book.sheetnames:
            raise FileError("no_sheet", sheet=layout.sheet, sheets=", ".join(book.sheetnames)[:200])
        sheet = book[layout.sheet] if layout.sheet else book.worksheets[0]
        # Some programs write a wrong size of the sheet, by which openpyxl would stop too early
        sheet.reset_dimensions()
        yield from enumerate(([_cell(value) for value in row] for row in sheet.values), start=1)
    except (FileError, MemoryError):
        raise
    except (InvalidFileException, zipfile.BadZipFile):
        raise FileError("not_xlsx") from None
    except Exception:  # a damaged workbook fails in openpyxl in a dozen ways
        raise FileError("not_xlsx") from None


def _cell(value):
    if isinstance(value, str):
        return _spaceless(value.replace("\x00", ""))
    if value is None or isinstance(value, (bool, int, float, datetime, date, time)):
        return value
    return str(value)
