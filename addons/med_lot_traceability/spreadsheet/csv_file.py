"""Tables as a CSV file."""

import csv
import io

#: A spreadsheet would run a text that begins so as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def make_csv(sheet):
    """:return: bytes, UTF-8 with the mark that spreadsheets look for"""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([column.label for column in sheet.columns])
    writer.writerows([_to_cell(value) for value in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _to_cell(value):
    """An apostrophe keeps a text a text."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        # a phone number begins with "+" by right, and is no formula
        return value if value[1:].replace(" ", "").isdigit() else f"'{value}"
    return "" if value is None or value is False else value
