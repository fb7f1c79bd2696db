"""Orders of Shopify in neutral terms. No shop can be recorded: the fake made these payloads by the schema."""

from decimal import Decimal

import pytest

from channels.aftersales import RefundLine, ReturnLine
from channels.neutral import TaxRate
from channels.shopify.ids import gid, number
from channels.shopify.mapping import parse_order
from payloads import load, names


def order(name, **changes):
    return parse_order({**load("shopify", f"order-{name}"), **changes})


@pytest.mark.parametrize("name", names("shopify"))
def test_lines_come_to_the_total(name):
    parsed = parse_order(load("shopify", name))
    rows = parsed.lines + parsed.shipping_lines + parsed.fee_lines
    assert sum(row.total for row in rows) == parsed.total
    assert sum(row.tax_amount for row in rows) == parsed.tax_total


def test_paid():
    parsed = order("paid")
    assert (parsed.total, parsed.status, parsed.payment_state) == (Decimal("151.56"), "open", "paid")
    assert parsed.external_id.isdecimal()
    assert parsed.number.startswith("#")
    assert parsed.note == "ring twice\nGift message: À toi"
    assert parsed.customer.vat == "FR23334175221"
    assert [(line.sku, line.quantity, line.unit_price) for line in parsed.lines] == [
        ("PO-100", 2, Decimal("49.9")),
        ("CS-1-M", 1, Decimal("19")),
    ]
    (payment,) = parsed.payments
    assert (payment.status, payment.amount, payment.method) == ("captured", parsed.total, "shopify_payments")
    assert parsed.exchange_rate is None


def test_business_customer_in_another_currency_with_two_taxes():
    parsed = order("usd-business")
    assert (parsed.currency, round(parsed.exchange_rate, 4)) == ("USD", Decimal("0.92"))
    assert (parsed.customer.company, parsed.customer.vat) == ("Praxis Klein SARL", "FR23334175221")
    assert parsed.lines[0].taxes == (TaxRate(Decimal(6), "TVA"), TaxRate(Decimal("4.5"), "TVA"))
    assert (parsed.fee_lines[0].name, parsed.fee_lines[0].total) == ("Handling", 3)


def test_tax_inclusive_with_money_on_delivery():
    parsed = order("tax-inclusive")
    assert all(line.price_includes_tax for line in parsed.lines + parsed.shipping_lines)
    assert parsed.lines[0].discount == Decimal("3.33")
    assert parsed.lines[0].total == Decimal("96.47")
    (payment,) = parsed.payments
    assert (payment.status, payment.on_delivery) == ("authorized", True)
    assert (parsed.customer.name, parsed.discount_codes) == ("张伟", ("WELCOME",))


def test_refund_with_a_line_leaves_what_was_ordered():
    parsed = order("refunded")
    (refund,) = parsed.refunds
    assert (refund.amount, refund.reason, refund.currency) == (Decimal("58.08"), "one damaged", "EUR")
    assert refund.lines == (RefundLine(parsed.lines[0].external_id, Decimal(1), Decimal("59.73")),)
    assert (parsed.refunded, parsed.payment_state) == (Decimal("58.08"), "partially_refunded")
    assert parsed.lines[0].quantity == 2


def test_refund_without_money_is_what_an_edit_or_cancellation_left():
    payload = load("shopify", "order-refunded")
    payload["refunds"][0]["totalRefundedSet"]["presentmentMoney"]["amount"] = "0.0"
    assert parse_order(payload).refunds == ()


def test_return_request():
    parsed = order("returned")
    (request,) = parsed.returns
    line = ReturnLine(parsed.lines[0].external_id, Decimal(1), "defective")
    assert (request.status, request.lines, request.note) == ("requested", (line,), "does not switch on")


def test_edited_order_has_what_is_left_of_each_line():
    parsed = order("edited")
    assert [line.quantity for line in parsed.lines] == [1, 1, 2]
    assert parsed.total == (Decimal("49.90") + 19 + 38 + Decimal("7.5")) * Decimal("1.2")
    captured, open_part = sorted(parsed.payments, key=lambda payment: payment.status, reverse=True)[::-1]
    assert {captured.status, open_part.status} == {"captured", "authorized"}
    assert sum(payment.amount for payment in parsed.payments) == Decimal("151.56")


def test_units_refunded_from_an_edited_order_were_ordered():
    payload = load("shopify", "order-refunded")
    payload["edited"] = True
    assert parse_order(payload).lines[0].quantity == 2


def test_line_that_an_edit_removed_is_gone():
    payload = load("shopify", "order-edited")
    payload["lineItems"]["nodes"][0]["currentQuantity"] = 0
    parsed = parse_order(payload)
    assert [line.sku for line in parsed.lines] == ["CS-1-M", "CS-1-M"]
    assert parsed.total == (19 + 38 + Decimal("7.5")) * Decimal("1.2")


def test_cancelled_order_keeps_its_lines():
    parsed = order("cancelled", edited=True)
    assert (parsed.status, parsed.cancel_reason) == ("cancelled", "customer")
    assert parsed.lines[0].quantity == 2


@pytest.mark.parametrize(
    ("kind", "state", "expected"),
    [
        ("SALE", "FAILURE", ["failed"]),
        ("SALE", "PENDING", []),
        ("AUTHORIZATION", "SUCCESS", ["authorized"]),
        ("CHANGE", "SUCCESS", []),
        ("SALE", "UNKNOWN", []),
    ],
)
def test_transactions(kind, state, expected):
    payload = load("shopify", "order-paid")
    payload["transactions"][0].update(kind=kind, status=state)
    assert [payment.status for payment in parse_order(payload).payments] == expected


def test_void_authorisation_and_gift_card():
    payload = load("shopify", "order-paid")
    sale = payload["transactions"][0]
    void = {**sale, "id": "gid://shopify/OrderTransaction/9", "kind": "VOID", "parentTransaction": sale}
    sale.update(kind="AUTHORIZATION", gateway="gift_card")
    payload["transactions"].append(void)
    (payment,) = parse_order(payload).payments
    assert (payment.status, payment.is_gift_card) == ("voided", True)


def test_tax_field_of_the_checkout():
    fields = [{"key": "TAX_CREDENTIAL_TYPE_CO", "value": "NIT"}, {"key": "TAX_CREDENTIAL_IT", "value": "IT1"}]
    assert order("returned", localizedFields={"nodes": fields}).customer.vat == "IT1"


def test_duties_are_a_fee():
    payload = load("shopify", "order-paid")
    amount = {"presentmentMoney": {"amount": "4.20"}}
    payload["lineItems"]["nodes"][0]["duties"] = [{"id": gid("Duty", 5), "price": amount, "taxLines": []}]
    (fee,) = parse_order(payload).fee_lines
    assert (fee.external_id, fee.total) == ("5", Decimal("4.2"))


@pytest.mark.parametrize("state", ["FULFILLED", "UNFULFILLED"])
def test_fulfilled_quantity(state):
    payload = load("shopify", "order-paid")
    payload["displayFulfillmentStatus"] = state
    left = 0 if state == "FULFILLED" else 2
    payload["lineItems"]["nodes"][0]["unfulfilledQuantity"] = left
    parsed = parse_order(payload)
    assert parsed.status == ("completed" if state == "FULFILLED" else "open")
    assert parsed.lines[0].fulfilled == 2 - left


def test_ids():
    assert number("gid://shopify/InventoryLevel/24826418?inventory_item_id=2718") == "24826418"
    assert gid("Order", 7) == "gid://shopify/Order/7"
