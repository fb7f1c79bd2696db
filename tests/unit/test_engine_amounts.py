"""Unit price and discount reproduce the shop's amounts as Odoo will compute them."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, strategies as st

from engine.amounts import line_price, round_to

CENT = Decimal("0.01")


def amounts(largest="1000000.00", places=2, smallest="0.00"):
    return st.decimals(Decimal(smallest), Decimal(largest), places=places)


def quantities():
    return st.one_of(st.integers(1, 10_000).map(Decimal), amounts("1000.00", smallest="0.01"))


def as_odoo(quantity, unit_price, discount, decimals=2):
    """The line's amount: in floats, then rounded half up with Odoo's tolerance for what floats lose."""
    raw = float(quantity) * (float(unit_price) * (1 - float(discount) / 100.0))
    step = Decimal(1).scaleb(-decimals)
    return Decimal(repr(round(raw, 9))).quantize(step, ROUND_HALF_UP)


@given(quantity=quantities(), subtotal=amounts(), share=st.decimals(0, 1, places=4))
def test_discounted_amount_comes_out_to_the_cent(quantity, subtotal, share):
    discount = round_to(subtotal * share, 2)
    unit_price, percent = line_price(quantity, subtotal, discount)
    assert as_odoo(quantity, unit_price, percent) == subtotal - discount


@given(quantity=quantities(), subtotal=amounts())
def test_without_discount(quantity, subtotal):
    unit_price, percent = line_price(quantity, subtotal, Decimal(0))
    assert percent == 0
    assert as_odoo(quantity, unit_price, percent) == subtotal


@given(quantity=quantities(), subtotal=amounts(places=4), discount=amounts("100.00", places=4))
def test_shops_that_keep_four_decimals(quantity, subtotal, discount):
    unit_price, percent = line_price(quantity, subtotal, discount)
    assert as_odoo(quantity, unit_price, percent) == round_to(subtotal - discount, 2)


@given(
    quantity=st.integers(1, 1000).map(Decimal), subtotal=st.integers(0, 10**7), discount=st.integers(0, 10**4)
)
def test_currency_without_decimals(quantity, subtotal, discount):
    unit_price, percent = line_price(quantity, Decimal(subtotal), Decimal(discount), decimals=0)
    assert as_odoo(quantity, unit_price, percent, decimals=0) == subtotal - discount


@given(quantity=quantities(), subtotal=amounts(), discount=amounts("1000.00"))
def test_percentage_has_the_two_decimals_that_odoo_keeps(quantity, subtotal, discount):
    _unit_price, percent = line_price(quantity, subtotal, discount)
    assert percent == percent.quantize(CENT)
    assert percent >= 0


@pytest.mark.parametrize(
    ("quantity", "subtotal", "discount", "expected"),
    [
        ("2", "100.00", "10.00", ("50", "10.00")),
        ("3", "59.97", "59.97", ("19.99", "100.00")),
        # a third off is no percentage of two decimals that gives 66666.67: it goes into the price
        ("1", "100000.00", "33333.33", ("66666.67", "0")),
        # taken off more than there was, or off nothing
        ("1", "10.00", "12.00", ("10.00", "120.00")),
        ("2", "0.00", "3.00", ("-1.50", "0")),
        # a credit line
        ("1", "-10.00", "0.00", ("-10.00", "0")),
    ],
)
def test_known_lines(quantity, subtotal, discount, expected):
    assert line_price(Decimal(quantity), Decimal(subtotal), Decimal(discount)) == tuple(
        map(Decimal, expected)
    )


@pytest.mark.parametrize(
    ("amount", "decimals", "expected"),
    [("0.005", 2, "0.01"), ("-0.005", 2, "-0.01"), ("2.5", 0, "3"), ("1.0005", 3, "1.001"), ("7", 2, "7.00")],
)
def test_commercial_rounding(amount, decimals, expected):
    assert str(round_to(Decimal(amount), decimals)) == expected
