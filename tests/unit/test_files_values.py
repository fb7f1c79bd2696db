"""What stands in a cell becomes the value that is meant, or a problem in words; never anything else."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from file_layouts import FIELDS
from hypothesis import given, strategies as st

from engine.files.spec import ColumnSpec, FieldSpec, LayoutSpec, ValueProblem
from engine.files.values import plain_text, read_value, write_value

MONEY, TEXT, WHEN = FIELDS["order.total"], FIELDS["order.number"], FIELDS["order.created_at"]


def read(raw, field=TEXT, **changes):
    options = {name: changes.pop(name) for name in ("date_format", "value_map", "default") if name in changes}
    return read_value(raw, ColumnSpec(field, **options), LayoutSpec((), **changes))


@pytest.mark.parametrize(
    ("raw", "marks", "value"),
    [
        ("1,234.50", {"thousands_mark": ","}, "1234.5"),
        ("1.234,50 €", {"thousands_mark": ".", "decimal_mark": ","}, "1234.5"),
        ("1 234,50", {"thousands_mark": " ", "decimal_mark": ","}, "1234.5"),
        ("1\u202f234,50", {"thousands_mark": " ", "decimal_mark": ","}, "1234.5"),
        ("￥１２．５", {}, "12.5"),
        ("¥12.50元", {}, "12.5"),
        ("CNY 7", {}, "7"),
        ("-3.1", {}, "-3.1"),
        (0.1, {}, "0.1"),
        (12, {}, "12"),
        ("1e3", {}, "1000"),
    ],
)
def test_numbers(raw, marks, value):
    assert read(raw, MONEY, **marks) == Decimal(value)


@pytest.mark.parametrize(
    ("raw", "marks"),
    [
        ("1,5", {"thousands_mark": ","}),  # would be 15
        ("1,5", {}),
        ("1.5", {"decimal_mark": ","}),
        ("1,23,456", {"thousands_mark": ","}),
        ("12 34", {"thousands_mark": " "}),
        ("12 pcs", {}),
        ("NaN", {}),
        ("1e99", {}),
        ("١٢", {}),
        (float("inf"), {}),
        (10**13, {}),
    ],
)
def test_a_number_that_may_mean_another_is_refused(raw, marks):
    with pytest.raises(ValueProblem, match="not_number"):
        read(raw, MONEY, **marks)


def test_ids_that_a_spreadsheet_damaged_are_refused():
    with pytest.raises(ValueProblem, match="damaged"):
        read("2.54E+17")
    assert read('="254000111222333444"') == "254000111222333444"
    assert read("'75008") == "75008"
    assert read(75008.0) == "75008"
    assert plain_text(True) == "1"


@pytest.mark.parametrize(
    ("raw", "changes", "value"),
    [
        ("2026-03-01 08:00:00", {"timezone": "Asia/Shanghai"}, datetime(2026, 3, 1, 0, 0, tzinfo=UTC)),
        (
            "2026-03-01 08:00:00 +0200",
            {"date_format": "YYYY-MM-DD hh:mm:ss Z"},
            datetime(2026, 3, 1, 6, tzinfo=UTC),
        ),
        ("01/03/2026 08:00", {"date_format": "DD/MM/YYYY hh:mm"}, datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("2026年03月01日", {"date_format": "YYYY/MM/DD | YYYY年MM月DD日"}, datetime(2026, 3, 1, tzinfo=UTC)),
        (datetime(2026, 3, 1, 8), {"timezone": "Europe/Paris"}, datetime(2026, 3, 1, 7, tzinfo=UTC)),
        (date(2026, 3, 1), {}, datetime(2026, 3, 1, tzinfo=UTC)),
    ],
)
def test_instants(raw, changes, value):
    assert read(raw, WHEN, **changes) == value


@pytest.mark.parametrize("raw", ["31/02/2026", "2026-13-01", "tomorrow", "0001-01-01", "9999-12-31"])
def test_no_instant(raw):
    with pytest.raises(ValueProblem, match="not_date"):
        read(raw, WHEN)


def test_codes_go_through_the_value_map_and_must_be_allowed():
    state = FIELDS["order.status"]
    assert read("交易关闭", state, value_map={"交易关闭": "cancelled"}) == "cancelled"
    assert read("OPEN", state) == "open"
    assert read("", state, default="open") == "open"
    assert read("", state) is None
    with pytest.raises(ValueProblem, match="not_allowed"):
        read("lost", state)


def test_booleans_and_whole_numbers():
    yes, whole = FieldSpec("order.x", "boolean"), FieldSpec("order.x", "integer")
    assert [read(raw, yes) for raw in ("Oui", "是", True, "n", "否")] == [True, True, True, False, False]
    assert read("3", whole) == 3
    with pytest.raises(ValueProblem, match="not_boolean"):
        read("maybe", yes)
    with pytest.raises(ValueProblem, match="not_integer"):
        read("3.5", whole)


@given(
    raw=st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none(), st.datetimes()),
    field=st.sampled_from(list(FIELDS.values())),
    date_format=st.one_of(st.just(""), st.text(max_size=12), st.just("DD/MM/YYYY")),
    mark=st.sampled_from([".", ",", ""]),
    thousands=st.sampled_from(["", ",", ".", " ", "'"]),
)
def test_any_cell_is_a_value_or_a_problem(raw, field, date_format, mark, thousands):
    try:
        read(raw, field, date_format=date_format, decimal_mark=mark, thousands_mark=thousands)
    except ValueProblem as problem:
        assert problem.code


@given(
    value=st.one_of(
        st.decimals(-(10**9), 10**9, places=2), st.integers(-(10**9), 10**9), st.booleans(), st.none()
    ),
    marks=st.sampled_from([(".", ""), (",", "."), (",", " "), (".", ",")]),
)
def test_what_is_written_reads_the_same(value, marks):
    kind = "boolean" if isinstance(value, bool) else "decimal"
    column = ColumnSpec(FieldSpec("order.x", kind))
    layout = LayoutSpec((), decimal_mark=marks[0], thousands_mark=marks[1])
    assert read_value(write_value(value, column, layout), column, layout) == value
