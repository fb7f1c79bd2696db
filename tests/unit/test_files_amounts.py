"""Amounts of orders that a file told, as the channel understands them."""

from decimal import Decimal

import pytest
from file_layouts import FIELDS, ORDER_FIELDS
from file_orders import line, order_with
from hypothesis import given, strategies as st

from channels.errors import PayloadError
from channels.file.mapping import parse_order


@pytest.mark.parametrize(
    ("head", "included", "total"),
    [
        # 2 x 60 with 20 % inside, 6 of shipping: 126 to pay
        ({"tax_rate": "20", "total": "126", "shipping_amount": "6"}, True, "126"),
        # the same on top
        ({"tax_rate": "20", "total": "151.2", "shipping_amount": "6"}, False, "151.2"),
        ({"tax_rate": "20", "price_includes_tax": False}, False, "144"),
        ({"tax_name": "TVA 5,5%", "price_includes_tax": False}, False, "126.6"),
        ({}, True, "120"),
    ],
)
def test_whether_prices_contain_tax_is_found_from_the_total(head, included, total):
    order = order_with([line(unit_price="60")], **head)
    assert order.lines[0].price_includes_tax is included
    assert order.total == Decimal(total)
    assert sum(part.total for part in (*order.lines, *order.shipping_lines)) == Decimal(total)


def test_a_discount_on_the_order_is_spread_to_the_cent():
    lines = [line(sku=sku, quantity="1", unit_price="10") for sku in "ABC"]
    order = order_with(lines, discount="10", price_includes_tax=True)
    assert [part.discount for part in order.lines] == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]
    assert order.total == 20


def test_the_only_article_costs_what_was_paid_less_shipping():
    order = order_with([line()], total="110", shipping_amount="10")
    assert order.lines[0].unit_price == 50
    with pytest.raises(PayloadError, match="unit_price"):
        order_with([line(), line()], total="110")


def test_two_lines_of_an_article_keep_ids_of_their_own():
    order = order_with([line(unit_price="1"), line(unit_price="2"), line(line_id="x", unit_price="2")])
    assert [part.external_id for part in order.lines] == ["A", "A (2)", "x"]


def test_paid_at_means_paid_unless_the_file_says_otherwise():
    assert order_with([line(unit_price="1")], paid_at="2026-01-01").payment_state == "paid"
    assert order_with([line(unit_price="1")]).payment_state == "unpaid"
    with pytest.raises(PayloadError, match="payment_state"):
        order_with([line(unit_price="1")], payment_state="maybe")


@given(
    change=st.dictionaries(
        st.sampled_from([field.name for field in ORDER_FIELDS] + ["lines", "read_at"]),
        st.one_of(st.none(), st.text(max_size=20), st.booleans(), st.integers(), st.just("-1"), st.just([])),
    ),
    line_change=st.dictionaries(
        st.sampled_from([field.name for code, field in FIELDS.items() if code.startswith("order_line")]),
        st.one_of(
            st.none(), st.text(max_size=20), st.booleans(), st.just("0"), st.just("-1"), st.just("1e9")
        ),
    ),
)
def test_any_payload_is_an_order_or_a_payload_error(change, line_change):
    head = {"number": "1", "created_at": "2026-01-01", "currency": "EUR", "shipping_name": "Ann"}
    try:
        parse_order({**head, "lines": [line(unit_price="5") | line_change], **change})
    except PayloadError as error:
        assert str(error)
