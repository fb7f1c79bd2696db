"""Exact numbers."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from channels.money import json_number, tidy, to_decimal, whole_units


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=5))
def test_json_floats_come_back_exactly(amount):
    assert to_decimal(float(amount)) == amount
    assert to_decimal(str(amount)) == amount


@pytest.mark.parametrize(
    "value", [None, True, [], "", "x", "1,5", "1_000", "١٢", float("nan"), float("inf"), 10**12]
)
def test_no_numbers(value):
    with pytest.raises(ValueError):
        to_decimal(value)


def test_noise_is_cut_off():
    assert to_decimal(0.1 + 0.2) == Decimal("0.3")
    assert str(tidy(Decimal("100.000000"))) == "100"


@given(st.decimals(min_value=-1000, max_value=1000, places=3))
def test_stock_is_never_rounded_up(quantity):
    pieces = whole_units(quantity)
    assert isinstance(pieces, int)
    assert 0 <= pieces <= max(quantity, 0)


def test_json_numbers():
    assert repr(json_number(Decimal("2.0"))) == "2"
    assert repr(json_number(Decimal("12.34"))) == "12.34"
