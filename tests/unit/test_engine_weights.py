import contextlib

import pytest
from hypothesis import given, strategies as st

from engine.tracking_numbers import (
    join_numbers,
    split_numbers,
    spread_numbers,
    tracking_key,
)
from engine.weights import Tolerance, UnreadableWeightError, judge, read_scale


@pytest.mark.parametrize(
    ("text", "unit", "weight"),
    [
        ("1.25", "kg", 1.25),
        ("1,25", "kg", 1.25),
        ("1250 g", "kg", 1.25),
        ("1.250 kg", "lb", 2.7557783),
        ("2 lbs", "kg", 0.9071847),
        ("8oz", "lb", 0.5),
        ("ST,GS,+  1.250kg", "kg", 1.25),
        ("S S      1.250 kg", "kg", 1.25),
        ("+0001.250", "kg", 1.25),
        ("1,234.5 g", "kg", 1.2345),
        ("1.234,5 g", "kg", 1.2345),
        (".5", "kg", 0.5),
    ],
)
def test_readings(text, unit, weight):
    assert read_scale(text, unit) == pytest.approx(weight)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "US,GS,+  1.250kg",
        "S D      1.250 kg",
        "S I",
        "OL,GS",
        "-0.2 kg",
        "0",
        "1.2.3",
        "1 kg 200 g",
        ",",
        "1.2,3,4",
    ],
)
def test_unreadable(text):
    with pytest.raises(UnreadableWeightError):
        read_scale(text)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    with contextlib.suppress(UnreadableWeightError):
        assert read_scale(text) > 0


def test_larger_tolerance_counts():
    tolerance = Tolerance(grams=20, percent=2)
    assert judge(0.5, 0.52, tolerance) == "ok"
    assert judge(0.5, 0.521, tolerance) == "deviation"
    assert judge(5, 5.1, tolerance) == "ok"
    assert judge(5, 4.89, tolerance) == "deviation"
    assert judge(1, 1.044, tolerance, unit="lb") == "ok"


def test_judgement_without_figures():
    assert judge(1, 0, Tolerance()) == "missing"
    assert judge(1, 1, Tolerance(), is_known=False) == "unknown"
    assert judge(1, 1, Tolerance()) == "ok"


def test_numbers():
    assert split_numbers("A1, B2;B2\nC3") == ["A1", "B2", "C3"]
    assert split_numbers(None) == []
    assert join_numbers(["A1", "", None, "A1", "B2"]) == "A1,B2"
    assert tracking_key(" 003 4-x ") == "0034X"


@pytest.mark.parametrize(
    ("numbers", "held", "expected"),
    [
        (["A"], ["", ""], (["A", "A"], [])),
        (["A", "B"], ["", ""], (["A", "B"], [])),
        (["A", "B"], ["", "A"], (["B", "A"], [])),
        (["A", "B", "C"], [""], (["A"], ["B", "C"])),
        (["C"], ["A", "B"], (["C", "C"], [])),
        ([], ["A"], ([""], [])),
        (["A", "B"], ["", "", ""], (["A", "B", ""], [])),
    ],
)
def test_numbers_are_spread_over_parcels(numbers, held, expected):
    assert spread_numbers(numbers, held) == expected
