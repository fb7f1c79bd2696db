"""Tables as CSV files: readable by spreadsheets, and nothing in them that those would run."""

import csv
import io

import pytest

from spreadsheet import Column, Sheet, make_csv


def read_back(*values):
    columns = [Column(f"Column {number}") for number in range(len(values))]
    content = make_csv(Sheet("Table", columns, [list(values)]))
    assert content.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert header == [column.label for column in columns]
    return row


def test_texts_numbers_and_empty_cells():
    assert read_back("上海, “A”", 2.5, 0, None, False) == ["上海, “A”", "2.5", "0", "", ""]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-2+3", "+cmd|' /C calc'!A0", "\tx", "\r=1"])
def test_formulas_stay_texts(text):
    assert read_back(text) == [f"'{text}"]


def test_a_phone_number_is_no_formula():
    assert read_back("+33 1 23 45") == ["+33 1 23 45"]
