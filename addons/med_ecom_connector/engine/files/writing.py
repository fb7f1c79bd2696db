"""Rows of values into the bytes of a file."""

import csv
import io

import xlsxwriter

from .values import write_value

#: what a spreadsheet program would run as a formula when somebody opens the file
_FORMULA = ("=", "+", "-", "@")


def write_file(rows, layout):
    """A file of rows.

    :param rows: list of dicts of field code to value (str, int, Decimal, date, datetime, bool or None)
    :param layout: :class:`~.spec.LayoutSpec`
    :return: bytes
    """
    table = [
        [write_value(row.get(column.field.code), column, layout) for column in layout.columns] for row in rows
    ]
    header = [column.name for column in layout.columns] if layout.header_row else None
    return write_table(header, table, layout)


def write_table(header, table, layout):
    """A file of cells as they are, e.g. bad rows; the header stands where the layout expects it."""
    above = [[]] * (layout.header_row - 1) + [header] if header else []
    rows = [[_harmless(cell) for cell in row] for row in above + list(table)]
    return _xlsx(rows, layout) if layout.format == "xlsx" else _csv(rows, layout)


def _harmless(cell):
    """No formulas: a text from a customer must not be run by whoever opens the file."""
    if not isinstance(cell, str) or not cell.startswith(_FORMULA):
        return cell
    return cell if cell[1:].replace(" ", "").replace(".", "").isdigit() or len(cell) == 1 else f"'{cell}"


def _csv(rows, layout):
    out = io.StringIO(newline="")
    quoting = {"quotechar": layout.quote} if len(layout.quote) == 1 else {"quotechar": '"'}
    writer = csv.writer(out, delimiter=layout.delimiter, lineterminator="\r\n", **quoting)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    # A character that the encoding lacks must not keep the other rows from going out
    return out.getvalue().encode(layout.encoding, "replace")


def _xlsx(rows, layout):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "remove_timezone": True,
            "default_date_format": "yyyy-mm-dd hh:mm:ss",
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
    sheet = book.add_worksheet(layout.sheet[:31] or None)
    for number, row in enumerate(rows):
        for index, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, index, cell[:32767])
            elif cell is not None:
                sheet.write(number, index, cell)
    book.close()
    return out.getvalue()
