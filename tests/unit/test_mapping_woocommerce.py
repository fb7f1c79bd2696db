"""Orders of a real WooCommerce 11, as recorded, in neutral terms."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from channels.errors import PayloadError
from channels.neutral import ORDER_STATUSES, PAYMENT_STATES, Address
from channels.woocommerce.catalog import parse_variant
from channels.woocommerce.mapping import parse_order
from payloads import load, names


def order(name="order-paid", **changes):
    return parse_order({**load("woocommerce", name), **changes})


def test_order_header():
    parsed = order()
    assert (parsed.external_id, parsed.number, parsed.status) == ("14", "14", "open")
    assert (parsed.payment_state, parsed.payment_method, parsed.currency) == ("paid", "bacs", "EUR")
    assert (parsed.total, parsed.tax_total, parsed.refunded) == (Decimal("152.76"), Decimal("25.46"), 0)
    assert parsed.modified_at == datetime(2026, 11, 22, 10, 59, 38, tzinfo=UTC)
    assert (parsed.note, parsed.customer.external_id) == ("ring twice", "2")


def test_lines_name_the_variation_that_was_sold():
    simple, variation = order().lines
    assert (simple.sku, simple.variant_id, simple.quantity) == ("PO-100", "11", 2)
    assert (simple.unit_price, simple.subtotal, simple.total) == (
        Decimal("49.9"),
        Decimal("99.8"),
        Decimal("119.76"),
    )
    assert (variation.sku, variation.variant_id) == ("CS-1-M", "13")
    assert variation.taxes[0].rate == 20
    assert variation.taxes[0].name == "TVA"


def test_shipping_and_fee_lines():
    parsed = order()
    assert [(line.name, line.total) for line in parsed.shipping_lines] == [("Flat rate", 9)]
    assert [(line.name, line.total) for line in parsed.fee_lines] == [("Handling", Decimal("1.2"))]


@pytest.mark.parametrize("name", names("woocommerce"))
def test_lines_add_up_to_the_total(name):
    parsed = order(name)
    lines = parsed.lines + parsed.shipping_lines + parsed.fee_lines
    assert sum(line.total for line in lines) == parsed.total
    assert sum(line.tax_amount for line in lines) == parsed.tax_total
    assert parsed.status in ORDER_STATUSES
    assert parsed.payment_state in PAYMENT_STATES


def test_guest_in_another_currency():
    parsed = order("order-guest-usd")
    assert (parsed.customer.external_id, parsed.currency) == ("", "USD")
    assert parsed.customer.email == "anna.klein@example.com"


def test_refunds_leave_the_total():
    parsed = order("order-partly-refunded")
    assert (parsed.status, parsed.payment_state) == ("completed", "partially_refunded")
    assert (parsed.total, parsed.refunded) == (Decimal("152.76"), Decimal("59.88"))
    assert [line.fulfilled for line in parsed.lines] == [2, 1]


def test_fully_refunded_order_has_nothing_left_to_deliver():
    parsed = order("order-fully-refunded")
    assert (parsed.status, parsed.payment_state) == ("cancelled", "refunded")
    assert parsed.refunded == parsed.total


def test_product_that_the_shop_does_not_know():
    (line,) = order("order-unknown-product").lines
    assert (line.sku, line.variant_id, line.quantity) == ("", "", 1)


def test_order_in_the_trash_is_cancelled():
    assert order("order-trashed").status == "cancelled"


@pytest.mark.parametrize(
    ("status", "paid", "expected"),
    [
        ("pending", None, ("open", "unpaid")),
        ("on-hold", None, ("open", "unpaid")),
        ("failed", None, ("open", "failed")),
        ("processing", "2026-11-22T10:59:38", ("open", "paid")),
        # the date of payment stays when it is disputed, lost or taken back by hand
        ("on-hold", "2026-11-22T10:59:38", ("open", "unpaid")),
        ("pending", "2026-11-22T10:59:38", ("open", "unpaid")),
        ("failed", "2026-11-22T10:59:38", ("open", "failed")),
        ("completed", "2026-11-22T10:59:38", ("completed", "paid")),
        ("cancelled", None, ("cancelled", "unpaid")),
    ],
)
def test_statuses(status, paid, expected):
    parsed = order(status=status, date_paid_gmt=paid)
    assert (parsed.status, parsed.payment_state) == expected
    captured = [payment for payment in parsed.payments if payment.status == "captured"]
    assert bool(captured) == (parsed.payment_state == "paid")


@pytest.mark.parametrize("status", ["checkout-draft", "wc-custom", ""])
def test_unknown_status_is_named(status):
    with pytest.raises(PayloadError) as caught:
        order(status=status)
    assert caught.value.field == "status"


def line_item(**changes):
    return {**load("woocommerce", "order-paid")["line_items"][0], **changes}


def test_coupon_is_a_discount_of_the_line():
    item = line_item(total="89.80", total_tax="17.96")
    parsed = order(line_items=[item], coupon_lines=[{"id": 9, "code": "ten", "discount": "10"}])
    (line,) = parsed.lines
    assert (line.subtotal, line.discount, line.total) == (Decimal("99.8"), 10, Decimal("107.76"))
    assert parsed.discount_codes == ("ten",)


def test_line_raised_by_hand_has_no_discount():
    (line,) = order(line_items=[line_item(total="120.00", total_tax="24.00")]).lines
    assert (line.unit_price, line.subtotal, line.discount, line.total) == (60, 120, 0, 144)


def test_unit_price_that_does_not_terminate():
    (line,) = order(line_items=[line_item(quantity=3, subtotal="10.00", total="10.00")]).lines
    assert line.unit_price == Decimal("3.333333")
    assert line.subtotal == 10


def test_prices_typed_in_with_tax_still_give_net_lines():
    parsed = order(prices_include_tax=True)
    assert not any(line.price_includes_tax for line in parsed.lines)


def test_several_taxes_on_a_line():
    rates = [
        {"rate_id": 1, "label": "GST", "rate_percent": 5},
        {"rate_id": 2, "label": "PST", "rate_percent": 7.5},
        {"rate_id": 3, "label": "Not here", "rate_percent": 1},
    ]
    taxes = [{"id": 1, "total": "4.99"}, {"id": 2, "total": "7.49"}, {"id": 3, "total": ""}]
    (line,) = order(
        tax_lines=rates, line_items=[line_item(taxes=taxes)], shipping_lines=[], fee_lines=[]
    ).lines
    assert [(tax.name, tax.rate) for tax in line.taxes] == [("GST", 5), ("PST", Decimal("7.5"))]


def test_tax_that_the_order_does_not_list():
    with pytest.raises(PayloadError) as caught:
        order(line_items=[line_item(taxes=[{"id": 77, "total": "1.00"}])])
    assert caught.value.field == "line_items[0].taxes[0].id"


def test_empty_shipping_address_means_billing():
    empty = dict.fromkeys(load("woocommerce", "order-paid")["shipping"], "")
    parsed = order(shipping=empty)
    assert parsed.shipping == parsed.billing != Address()


def test_vat_number_of_a_plugin():
    meta = [
        {"id": 1, "key": "other", "value": {"x": 1}},
        {"id": 2, "key": "_billing_vat_number", "value": "FR1"},
    ]
    assert order(meta_data=meta).customer.vat == "FR1"


def test_product_and_variation():
    parent = {"id": 12, "name": "Stocking", "type": "variable"}
    variation = {"id": 13, "name": "M", "sku": "S-M", "regular_price": "19.00", "manage_stock": True}
    parsed = parse_variant({**variation, "stock_quantity": 5}, "EUR", parent)
    assert (parsed.external_id, parsed.product_id, parsed.name) == ("13", "12", "Stocking (M)")
    assert (parsed.stock, parsed.prices, parsed.managed) == (5, {"EUR": 19}, True)
    inherited = parse_variant({**variation, "manage_stock": "parent", "regular_price": ""}, "EUR", parent)
    assert (inherited.managed, inherited.stock, inherited.prices) == (False, None, {})
