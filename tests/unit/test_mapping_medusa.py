"""Orders of a real Medusa 2.21, as recorded, in neutral terms."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from channels.errors import PayloadError
from channels.medusa.catalog import is_plain_price, parse_variant
from channels.medusa.mapping import parse_order
from channels.neutral import ORDER_STATUSES, PAYMENT_STATES, Address
from payloads import load, names


def order(name="order-authorized", **changes):
    return parse_order({**load("medusa", name), **changes})


def test_order_header():
    parsed = order()
    assert (parsed.number, parsed.status, parsed.payment_state) == ("1", "open", "authorized")
    assert (parsed.currency, parsed.payment_method) == ("EUR", "pp_system_default")
    assert (parsed.total, parsed.tax_total, parsed.refunded) == (Decimal("128.76"), Decimal("21.46"), 0)
    assert parsed.created_at == datetime(2026, 11, 22, 11, 9, 47, 365000, UTC)


def test_line_amounts_are_exact():
    (line,) = order().lines
    assert (line.sku, line.name, line.quantity) == ("PO-100", "Pulse oximeter PO-100", 2)
    assert (line.unit_price, line.subtotal, line.discount) == (Decimal("49.9"), Decimal("99.8"), 0)
    assert (line.total, line.tax_amount, line.taxes[0].rate) == (Decimal("119.76"), Decimal("19.96"), 20)
    assert not line.price_includes_tax


def test_shipping_line():
    (line,) = order().shipping_lines
    assert (line.name, line.unit_price, line.total) == ("Standard", Decimal("7.5"), 9)


def test_addresses_and_customer_of_a_guest():
    parsed = order()
    assert parsed.shipping == parsed.billing
    assert parsed.billing == Address(
        name="Anna Klein",
        company="Praxis Klein",
        street="1 rue de Rivoli",
        city="Paris",
        zip="75001",
        country_code="FR",
        phone="+33123456",
        email="anna.klein@example.com",
    )
    assert parsed.customer.external_id == ""
    assert (parsed.customer.name, parsed.customer.company) == ("Anna Klein", "Praxis Klein")


def test_customer_with_an_account():
    customer = {**load("medusa", "order-authorized")["customer"], "has_account": True, "first_name": "Ann"}
    parsed = order(customer={**customer, "metadata": {"vat_number": "FR40303265045"}})
    assert parsed.customer.external_id == customer["id"]
    assert (parsed.customer.name, parsed.customer.vat) == ("Ann", "FR40303265045")


@pytest.mark.parametrize("name", names("medusa"))
def test_lines_add_up_to_the_total(name):
    """In every recording, whatever was refunded, returned or discounted since."""
    parsed = order(name)
    total = sum(line.total for line in parsed.lines + parsed.shipping_lines)
    tax = sum(line.tax_amount for line in parsed.lines + parsed.shipping_lines)
    assert abs(total - parsed.total) < Decimal("0.00001")
    assert abs(tax - parsed.tax_total) < Decimal("0.00001")
    assert parsed.status in ORDER_STATUSES
    assert parsed.payment_state in PAYMENT_STATES


def test_total_is_what_was_ordered_after_a_refund():
    parsed = order("order-refunded-shipped")
    assert load("medusa", "order-refunded-shipped")["total"] == 78.86
    assert (parsed.total, parsed.refunded) == (Decimal("128.76"), Decimal("49.9"))
    assert parsed.payment_state == "partially_refunded"
    assert parsed.lines[0].fulfilled == 1


def test_total_survives_the_next_version_of_a_refunded_order():
    """There the shop's own "original_order_total" has fallen, too."""
    assert order("order-refunded-before-shipping").total == Decimal("68.88")


def test_total_is_what_was_ordered_after_a_return():
    before, after = order("order-promotion"), order("order-returned")
    assert load("medusa", "order-returned")["total"] < load("medusa", "order-promotion")["total"]
    assert (after.total, after.tax_total) == (before.total, before.tax_total)
    for one, other in zip(before.lines, after.lines, strict=True):
        assert abs(one.total - other.total) < Decimal("0.00001")
        assert one.quantity == other.quantity


def test_promotion():
    parsed = order("order-promotion")
    assert parsed.discount_codes == ("MINUS5",)
    assert sum(line.discount for line in parsed.lines) == pytest.approx(Decimal(5), abs=Decimal("0.00001"))
    assert parsed.note == "ring"


def test_prices_with_tax():
    parsed = order("order-tax-inclusive")
    line = next(line for line in parsed.lines if line.quantity == 3)
    assert line.price_includes_tax
    assert (line.unit_price, line.subtotal) == (Decimal("12.34"), Decimal("37.02"))
    assert (line.discount, line.total) == (Decimal("3.702"), Decimal("33.318"))


def test_cancelled():
    parsed = order("order-cancelled")
    assert (parsed.status, parsed.payment_state) == ("cancelled", "unpaid")


@pytest.mark.parametrize(
    ("authorized", "captured", "refunded", "status", "expected"),
    [
        (0, 0, 0, "not_paid", "unpaid"),
        (100, 0, 0, "authorized", "unpaid"),
        (128.76, 0, 0, "authorized", "authorized"),
        (128.76, 50, 0, "completed", "partially_paid"),
        (128.76, 128.76, 0, "completed", "paid"),
        (128.76, 128.76, 128.76, "completed", "refunded"),
        (0, 0, 0, "failed", "failed"),
        (128.76, 0, 0, "canceled", "unpaid"),
    ],
)
def test_payment_states(authorized, captured, refunded, status, expected):
    collection = {
        "status": status,
        "authorized_amount": authorized,
        "captured_amount": captured,
        "refunded_amount": refunded,
    }
    assert order(payment_collections=[collection]).payment_state == expected


def test_cents_of_the_payment_provider_pay_an_unrounded_total():
    paid = {"status": "completed", "captured_amount": 60.86}
    assert order(total=60.864, payment_collections=[paid]).payment_state == "paid"


def test_unknown_status_is_named():
    with pytest.raises(PayloadError) as caught:
        order(status="draft")
    assert caught.value.field == "status"


def test_one_address_serves_for_both():
    parsed = order(billing_address=None)
    assert parsed.billing == parsed.shipping != Address()
    assert order(billing_address=None, shipping_address=None).shipping == Address()


def test_line_that_came_back_completely():
    payload = load("medusa", "order-authorized")
    item = payload["items"][0]
    item["detail"]["return_received_quantity"] = 2
    payload["total"] -= item["total"]
    payload["tax_total"] -= item["tax_total"]
    item.update(total=0, tax_total=0, original_total=0, original_tax_total=0)
    assert parse_order(payload).lines[0].total == Decimal("119.76")
    assert parse_order(payload).total == Decimal("128.76")


def test_quantities_pass_as_they_are():
    items = load("medusa", "order-authorized")["items"]
    assert order(items=[{**items[0], "quantity": 0}]).lines[0].quantity == 0
    assert order(items=[{**items[0], "quantity": 0.5}]).lines[0].quantity == Decimal("0.5")


def test_variant():
    level = {"location_id": "sloc_1", "stocked_quantity": 7, "reserved_quantity": 2}
    link = {"inventory_item_id": "iitem_1", "inventory": {"location_levels": [level]}}
    prices = [
        {"id": "price_1", "currency_code": "eur", "amount": 19.99, "rules": {}},
        {"id": "price_2", "currency_code": "eur", "amount": 17, "min_quantity": 10},
    ]
    payload = {
        "id": "variant_1",
        "product_id": "prod_1",
        "sku": "A",
        "title": "Large",
        "product": {"title": "Alpha"},
        "prices": prices,
    }
    variant = parse_variant({**payload, "inventory_items": [link]}, "sloc_1")
    assert (variant.name, variant.inventory_id, variant.stock) == ("Alpha (Large)", "iitem_1", 7)
    assert (variant.prices, variant.price_ids) == ({"EUR": Decimal("19.99")}, {"EUR": "price_1"})
    assert parse_variant({**payload, "inventory_items": [link]}, "sloc_2").stock is None
    bundle = parse_variant({**payload, "inventory_items": [link, link]}, "sloc_1")
    assert (bundle.inventory_id, bundle.managed) == ("", False)


def test_special_prices_are_not_the_price():
    assert is_plain_price({"currency_code": "eur", "rules": {}, "min_quantity": None})
    assert not is_plain_price({"currency_code": "eur", "rules": {"region_id": "reg_1"}})
