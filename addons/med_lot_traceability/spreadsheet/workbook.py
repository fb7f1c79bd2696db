"""Tables as an XLSX file."""

import io
from dataclasses import dataclass, field
from typing import NamedTuple

import xlsxwriter

FORMATS = {
    "text": {"text_wrap": True, "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "valign": "top"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss", "valign": "top"},
    "number": {"num_format": "#,##0.######", "valign": "top"},
}
HEADER = {"bold": True, "bg_color": "#E7EEF5", "bottom": 1, "text_wrap": True, "valign": "top"}
WIDTHS = {"text": 22, "date": 12, "moment": 20, "number": 12}
LONGEST_NAME = 31  # of a sheet
NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\'")


class Column(NamedTuple):
    """:param kind: "text", "date", "moment" or "number"; None leaves the cell empty"""

    label: str
    kind: str = "text"
    width: int = 0


@dataclass
class Sheet:
    """:param rows: lists of values, one for each column"""

    name: str
    columns: list
    rows: list = field(default_factory=list)


def make_workbook(sheets, title="", author=""):
    """:return: bytes of the XLSX file. Texts stay texts, so that a name that begins with '=' is no formula"""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"title": title, "author": author})
        styles = {kind: workbook.add_format(style) for kind, style in FORMATS.items()}
        header = workbook.add_format(HEADER)
        for sheet in sheets:
            _write_sheet(workbook, sheet, header, styles)
    return stream.getvalue()


def _write_sheet(workbook, sheet, header, styles):
    page = workbook.add_worksheet(sheet.name.translate(NOT_IN_NAMES)[:LONGEST_NAME])
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width or WIDTHS[column.kind])
        page.write_string(0, place, column.label, header)
    for number, row in enumerate(sheet.rows, 1):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write_cell(page, number, place, value, styles, column.kind)


def _write_cell(page, number, place, value, styles, kind):
    if value is None or value is False or value == "":
        page.write_blank(number, place, None, styles[kind])
    elif isinstance(value, str):
        page.write_string(number, place, value, styles["text"])
    elif kind in ("date", "moment"):
        page.write_datetime(number, place, value, styles[kind])
    else:
        page.write_number(number, place, value, styles["number"])
