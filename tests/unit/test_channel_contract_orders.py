"""Orders in: the same promises, kept by every channel against its fake shop."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from channel_kit import (
    LISTING,
    ids,
    numbers,
    read_order,
)

from channels import errors


def test_orders_come_in_order_of_change_and_once(shop, channel):
    orders = [shop.place_order([("A", 1)], at=shop.clock() + timedelta(seconds=n)) for n in range(7)]
    pages = list(channel.iter_orders(None, page_size=3))
    assert [row.external_id for page in pages for row in page] == [ids(order) for order in orders]
    assert all(len(page) <= 3 for page in pages)


def test_orders_changed_at_the_very_instant_of_the_cursor_are_included(shop, channel):
    start = shop.clock()
    old = shop.place_order([("A", 1)], at=start - timedelta(seconds=5))
    new = shop.place_order([("A", 1)], at=start)
    found = [row.external_id for page in channel.iter_orders(start) for row in page]
    assert ids(new) in found
    assert ids(old) not in found


def test_many_orders_of_one_instant(shop, channel):
    at = shop.clock()
    orders = [shop.place_order([("A", 1)], at=at) for _ in range(8)]
    found = [row.external_id for page in channel.iter_orders(at, page_size=3) for row in page]
    assert sorted(found) == sorted(ids(order) for order in orders)


def test_empty_shop(channel):
    assert list(channel.iter_orders(None)) == []
    assert list(channel.iter_variants()) == []
    assert channel.fetch_orders([]) == []


def test_fetch_knows_the_current_state_and_leaves_out_the_unknown(shop, channel):
    order = shop.place_order([("A", 1)])
    shop.cancel(order)
    (raw,) = channel.fetch_orders([ids(order), "999999"])
    assert raw.external_id == ids(order)
    assert channel.parse_order(raw.payload).status == "cancelled"


def test_the_same_order_always_looks_the_same(shop, channel):
    """Real shops shuffle lines and meta data; an unchanged order must not look changed."""
    order = shop.place_order([("A", 1), ("B", 2), ("C", 3)])
    (before,) = channel.fetch_orders([ids(order)])
    (order.get("items") or order["line_items"]).reverse()
    (after,) = channel.fetch_orders([ids(order)])
    assert json.dumps(after.payload) == json.dumps(before.payload)


def test_a_whole_order_to_the_cent(shop, channel):
    shop.add_product("A", "Alpha", "19.99")
    shop.add_product("B", "Beta 😀", "5.00")
    order = shop.place_order([("A", 3), ("B", 1)], discount="1.50", note="ring twice", shipping_price="7.50")
    parsed = read_order(channel, order)
    # (59.97 - 1.50 + 5.00 - 1.50 + 7.50) * 1.2
    assert round(parsed.total, 2) == Decimal("83.36")
    lines = parsed.lines + parsed.shipping_lines + parsed.fee_lines
    assert round(sum(line.total for line in lines), 2) == round(parsed.total, 2)
    assert round(sum(line.tax_amount for line in lines), 2) == round(parsed.tax_total, 2)
    assert [line.sku for line in parsed.lines] == ["A", "B"]
    assert [line.discount for line in parsed.lines] == [Decimal("1.5")] * 2
    assert (parsed.note, parsed.lines[1].name) == ("ring twice", "Beta 😀")
    assert all(line.taxes[0].rate == 20 for line in lines)


@pytest.mark.parametrize("price", ["9.99", "0.01", "1234.56"])
def test_prices_typed_in_with_tax(shop, channel, price):
    shop.add_product("A", "Alpha", price)
    order = shop.place_order([("A", 7)], inclusive=True, shipping_price=None)
    parsed = read_order(channel, order)
    assert parsed.total == 7 * Decimal(price)
    assert abs(sum(line.total for line in parsed.lines) - parsed.total) < Decimal("0.005")


def test_500_lines(shop, channel):
    for number in range(500):
        shop.add_product(f"S{number}", f"Article {number}", "1.23")
    order = shop.place_order([(f"S{number}", 1) for number in range(500)])
    parsed = read_order(channel, order)
    assert [line.sku for line in parsed.lines] == [f"S{number}" for number in range(500)]


def test_money_back_leaves_the_ordered_total(shop, channel):
    shop.add_product("A", "Alpha", "50")
    order = shop.place_order([("A", 2)], paid=True)
    before = read_order(channel, order)
    shop.refund(order, 10)
    after = read_order(channel, order)
    assert (before.payment_state, after.payment_state) == ("paid", "partially_refunded")
    assert (after.total, after.refunded) == (before.total, 10)


def test_capture_is_seen_on_fetch(shop, channel):
    order = shop.place_order([("A", 1)])
    shop.capture(order)
    assert read_order(channel, order).payment_state == "paid"


@pytest.mark.parametrize("kind", ["truncate", "short_page", "html", "drop"])
def test_a_page_that_breaks_off_is_not_yielded(shop, channel, kind):
    for _ in range(4):
        shop.place_order([("A", 1)])
    shop.fail_next(kind, match=LISTING, count=2)
    with pytest.raises(errors.RetryableError):
        list(channel.iter_orders(None, page_size=2))
    shop.heal()
    assert len(set(numbers(channel.iter_orders(None, page_size=2)))) == 4


def test_rows_twice_or_shuffled(shop, channel):
    orders = [shop.place_order([("A", 1)], at=shop.clock() + timedelta(seconds=n)) for n in range(4)]
    for kind in ("duplicate", "reorder"):
        shop.fail_next(kind, match=LISTING, count=4)
        found = {row.external_id for page in channel.iter_orders(None) for row in page}
        assert found == {ids(order) for order in orders}
