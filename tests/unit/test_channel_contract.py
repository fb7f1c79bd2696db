"""The same promises, kept by every channel against its fake shop."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from channel_kit import (
    FINISHING,
    FULFILLING,
    LISTING,
    STOCK,
    connect,
    ids,
    line_ids,
    numbers,
    read_order,
    shipment,
    told,
)

from channels import errors
from channels.neutral import PriceUpdate, StockLevel, VariantRef

# --- orders in ---


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


# --- faults while reading ---


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


def test_wrong_keys(shop):
    with pytest.raises(errors.AuthError):
        connect(shop, api_key="wrong").test_connection()


def test_shop_down_and_up_again(shop, channel):
    shop.place_order([("A", 1)])
    shop.down = True
    with pytest.raises(errors.NetworkError):
        list(channel.iter_orders(None))
    shop.heal()
    assert len(numbers(channel.iter_orders(None))) == 1


def test_throttled(shop, channel):
    shop.throttle_next(33)
    with pytest.raises(errors.ThrottledError) as caught:
        channel.test_connection()
    assert caught.value.retry_after == 33


# --- catalogue, stock and prices ---


def test_variants(shop, channel):
    for number in range(5):
        shop.add_product(f"S{number}", f"Article {number}", "12.30", stock=number)
    pages = list(channel.iter_variants(page_size=2))
    variants = [variant for page in pages for variant in page]
    assert len(pages) == 3
    assert [variant.sku for variant in variants] == [f"S{number}" for number in range(5)]
    assert [variant.stock for variant in variants] == list(range(5))
    assert variants[0].prices == {"EUR": Decimal("12.3")}
    ref = VariantRef(**shop.ref("S0"))
    assert (variants[0].external_id, variants[0].inventory_id) == (ref.external_id, ref.inventory_id)


def levels(shop, **quantities):
    return [StockLevel(VariantRef(**shop.ref(sku)), Decimal(str(n))) for sku, n in quantities.items()]


def test_stock(shop, channel):
    shop.add_product("A", "Alpha", 1, stock=5)
    shop.add_product("B", "Beta", 1, stock=5)
    results = channel.push_stock(levels(shop, A=7.9, B=0))
    assert [(result.external_id, result.ok) for result in results] == [
        (shop.ref("A")["external_id"], True),
        (shop.ref("B")["external_id"], True),
    ]
    assert (shop.stock("A"), shop.stock("B")) == (7, 0)


def test_one_bad_article_does_not_hold_back_the_others(shop, channel):
    shop.add_product("A", "Alpha", 1, stock=5)
    shop.add_product("GONE", "Gone", 1, stock=5)
    shop.add_product("B", "Beta", 1, stock=5)
    wanted = levels(shop, A=1, GONE=2, B=3)
    del (shop.products if shop.code == "woocommerce" else shop.variants)["GONE"]
    results = channel.push_stock(wanted)
    assert [result.ok for result in results] == [True, False, True]
    assert results[1].error
    assert (shop.stock("A"), shop.stock("B")) == (1, 3)


def test_a_batch_at_the_limit(shop, channel):
    size = channel.capabilities.max_stock_batch
    for number in range(size):
        shop.add_product(f"S{number}", "x", 1)
    results = channel.push_stock(levels(shop, **{f"S{number}": number for number in range(size)}))
    assert all(result.ok for result in results)
    assert shop.stock("S99") == 99
    assert len(shop.asked(STOCK)) == 1


def test_stock_that_timed_out_after_the_work_can_be_sent_again(shop):
    shop.add_product("A", "Alpha", 1, stock=5)
    channel = connect(shop, timeout=0.3)
    shop.fail_next("timeout_after", match=STOCK)
    with pytest.raises(errors.NetworkError):
        channel.push_stock(levels(shop, A=3))
    assert shop.stock("A") == 3
    assert channel.push_stock(levels(shop, A=3))[0].ok


def test_prices(shop, channel):
    shop.add_product("A", "Alpha", "10")
    shop.add_product("B", "Beta", "10")
    updates = [PriceUpdate(VariantRef(**shop.ref(sku)), Decimal("12.34"), "EUR") for sku in "AB"]
    assert all(result.ok for result in channel.push_prices(updates))
    assert (shop.price("A"), shop.price("B")) == (12.34, 12.34)
    assert channel.push_prices([]) == []
    assert channel.push_stock([]) == []


def test_sale_prices(shop, channel):
    if not channel.capabilities.sale_prices:
        pytest.skip("the shop has no room for them")
    shop.add_product("A", "Alpha", "10")
    ref = VariantRef(**shop.ref("A"))

    def push(amount, regular):
        (result,) = channel.push_prices([PriceUpdate(ref, Decimal(amount), "EUR", regular)])
        assert result.ok, result.error
        return shop.price("A"), shop.regular_price("A")

    assert push("8", Decimal("10.5")) == (8, 10.5)
    assert push("7.50", Decimal(10)) == (7.5, 10)
    # a price of ours alone leaves what the shop shows besides; the price itself ends the sale
    assert push("7.25", Decimal("7.25")) == (7.25, None)
    assert push("9", None) == (9, None)


def test_a_sale_of_the_shops_own_is_left_alone(shop, channel):
    if not channel.capabilities.sale_prices:
        pytest.skip("the shop has no room for them")
    shop.add_product("A", "Alpha", "10")
    own = {"shopify": {"compareAtPrice": "15.00"}, "woocommerce": {"sale_price": "4.00"}}[shop.code]
    (shop.variants if shop.code == "shopify" else shop.products)["A"].update(own)
    before = shop.regular_price("A")
    assert before
    update = PriceUpdate(VariantRef(**shop.ref("A")), Decimal("9"), "EUR")
    assert channel.push_prices([update])[0].ok
    assert shop.regular_price("A") is not None


# --- shipments ---


@pytest.fixture
def order(shop):
    shop.add_product("A", "Alpha", "10", stock=10)
    shop.add_product("B", "Beta", "10", stock=10)
    return shop.place_order([("A", 3), ("B", 1)], paid=True)


def test_shipment_with_tracking_and_lots(shop, channel, order):
    result = channel.push_shipment(shipment(order))
    assert result.external_id
    assert not result.already_there
    ((reference, number, lots),) = told(shop, order)
    assert (reference, number) == ("WH/OUT/00001", "00340434161094000001")
    assert [(lot["lot"], lot["serial"], lot["expiry"], lot["quantity"]) for lot in lots] == [
        ("L1", "", "2027-01-31", 2),
        ("", "SN9", "", 1),
    ]
    assert lots[0]["line_id"] == line_ids(order)[0]


def test_shipment_told_twice(shop, channel, order):
    first = channel.push_shipment(shipment(order))
    again = channel.push_shipment(shipment(order))
    assert again.already_there
    assert again.external_id == first.external_id
    assert len(told(shop, order)) == 1


def test_partial_shipments(shop, channel, order):
    channel.push_shipment(shipment(order, "WH/OUT/00001", (2, 0)))
    channel.push_shipment(shipment(order, "WH/OUT/00002", (1, 1)))
    assert [row[0] for row in told(shop, order)] == ["WH/OUT/00001", "WH/OUT/00002"]


@pytest.mark.parametrize("kind", ["timeout_after", "drop_after", "status_after"])
@pytest.mark.parametrize("step", [FULFILLING, FINISHING])
def test_shipment_that_broke_off_after_the_work_is_not_told_twice(shop, order, kind, step):
    channel = connect(shop, timeout=0.3)
    shop.fail_next(kind, match=step)
    with pytest.raises(errors.RetryableError):
        channel.push_shipment(shipment(order))
    channel.push_shipment(shipment(order))
    assert len(told(shop, order)) == 1
    assert told(shop, order)[0][1] == "00340434161094000001"


@pytest.mark.parametrize("kind", ["timeout", "drop", "status"])
def test_shipment_that_broke_off_before_the_work_is_told(shop, order, kind):
    channel = connect(shop, timeout=0.3)
    shop.fail_next(kind, match=FULFILLING)
    with pytest.raises(errors.RetryableError):
        channel.push_shipment(shipment(order))
    assert not channel.push_shipment(shipment(order)).already_there
    assert len(told(shop, order)) == 1


def test_shipment_of_an_order_that_is_gone(shop, channel, order):
    shop.orders.clear()
    with pytest.raises(errors.NotFoundError):
        channel.push_shipment(shipment(order))


# --- webhooks ---


def test_webhook(shop, channel):
    order = shop.place_order([("A", 1)])
    headers, body = shop.order_webhook(order)
    assert channel.verify_webhook(headers, body)
    assert channel.verify_webhook({key.lower(): value for key, value in headers.items()}, body)
    (event,) = channel.parse_webhook(headers, body)
    assert (event.kind, event.external_id) == ("order", ids(order))


def test_forged_webhooks(shop, channel):
    headers, body = shop.order_webhook(shop.place_order([("A", 1)]))
    assert not channel.verify_webhook(headers, body + b" ")
    assert not channel.verify_webhook({}, body)
    assert not channel.verify_webhook({key: "" for key in headers}, body)
    assert not channel.verify_webhook({key: "sha256=é" for key in headers}, body)
    assert not connect(shop, webhook_secret="").verify_webhook(headers, body)
    assert not connect(shop, webhook_secret="other").verify_webhook(headers, body)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100000, b'{"id": null}', b"{}"]
)
def test_webhooks_that_cannot_be_read(shop, channel, body):
    headers, _body = shop.order_webhook(shop.place_order([("A", 1)]))
    with pytest.raises(errors.PayloadError):
        channel.parse_webhook(headers, body)


# --- the connection itself ---


def test_connection(shop, channel):
    shop.place_order([("A", 1)])
    info = channel.test_connection()
    assert info.name.startswith("Fake")
    assert info.currencies == ("EUR",)
    assert info.warnings == ()


def test_secrets_do_not_show(channel):
    shown = f"{channel.settings!r}"
    for secret in (channel.settings.api_key, channel.settings.api_secret, channel.settings.webhook_secret):
        assert not secret or secret not in shown
