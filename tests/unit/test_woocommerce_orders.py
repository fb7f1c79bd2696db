"""Orders, refunds, shipments and webhooks of WooCommerce in the rarer cases that its source shows."""

from decimal import Decimal

import pytest
from channel_kit import connect, line_ids, open_shop, read_order

from channels import errors
from channels.aftersales import CancelOut, RefundLine, RefundOut
from channels.shipments import Shipment, ShipmentLine
from channels.woocommerce.auth import signature
from channels.woocommerce.mapping import parse_order
from payloads import load


@pytest.fixture
def shop():
    with open_shop("woocommerce") as fake:
        yield fake


def refund_out(order, amount, *lines):
    return RefundOut(str(order["id"]), "RF/1", Decimal(amount), order["currency"], "why", lines)


def test_refund_in_a_currency_without_cents(shop, channel):
    shop.decimals = 0
    order = shop.place_order([("A", 3, 333)], currency="JPY", tax_rate=10, shipping_price=None, paid=True)
    assert order["total"] == "1099.000000"
    (line_id,) = line_ids(order)
    channel.push_refund(refund_out(order, "366", RefundLine(line_id, Decimal(1), Decimal(366))))
    (line,) = shop.asked("POST .*/refunds$")[0].json["line_items"]
    assert (line["refund_total"], line["refund_tax"]) == (333, [{"id": 1, "refund_total": 33}])
    (refund,) = read_order(channel, order).refunds
    assert (refund.amount, refund.lines[0].amount) == (366, 366)


def test_refund_in_a_currency_with_three_decimals(shop, channel):
    shop.decimals = 3
    order = shop.place_order(
        [("A", 1, "1.005")], currency="KWD", tax_rate=None, shipping_price=None, paid=True
    )
    channel.push_refund(refund_out(order, "1.005"))
    (refund,) = read_order(channel, order).refunds
    assert refund.amount == Decimal("1.005")


def test_refund_of_a_part_of_a_piece(shop, channel):
    order = shop.place_order([("A", 2)], paid=True)
    (line_id,) = line_ids(order)
    channel.push_refund(refund_out(order, "1", RefundLine(line_id, Decimal("0.5"), Decimal(1))))
    assert shop.asked("POST .*/refunds$")[0].json["line_items"][0]["quantity"] == 0.5


def test_a_refund_that_the_provider_is_busy_with_is_not_asked_for_again(shop):
    """The shop keeps the refund before it asks the provider, and writes our meta data after that."""
    channel = connect(shop, options={"refund_through_gateway": True})
    order = shop.place_order([("A", 2, 10)], paid=True)
    begun = shop.refund(order, 12, reason="why [odoo:RF/1]")
    with pytest.raises(errors.RetryableError):
        channel.push_refund(refund_out(order, "12"))
    begun["refunded_payment"] = True
    assert channel.push_refund(refund_out(order, "12")) == str(begun["id"])
    assert shop.asked("POST .*/refunds$") == []
    (refund,) = read_order(channel, order).refunds
    assert (refund.reference, refund.reason) == ("RF/1", "why")


@pytest.mark.parametrize(("through_gateway", "reason"), [(True, "why [odoo:RF/1]"), (False, "why")])
def test_the_reference_is_in_the_reason_where_the_provider_pays(shop, through_gateway, reason):
    """Customers read the reason, so only where paying twice is the danger."""
    channel = connect(shop, options={"refund_through_gateway": through_gateway})
    order = shop.place_order([("A", 2, 10)], paid=True)
    first = channel.push_refund(refund_out(order, "12"))
    assert channel.push_refund(refund_out(order, "12")) == first
    (made,) = shop.asked("POST .*/refunds$")
    assert made.json["reason"] == reason
    (refund,) = read_order(channel, order).refunds
    assert (refund.reference, refund.reason) == ("RF/1", "why")


@pytest.mark.parametrize("fulfillments_on", [True, False])
def test_order_is_completed_when_the_rest_was_given_back(shop, channel, fulfillments_on):
    shop.fulfillments_on = fulfillments_on
    shop.add_product("A", "Alpha", 10, stock=9)
    order = shop.place_order([("A", 3)], paid=True)
    shop.refund(order, 12, lines=[(0, 1, 10, 2)])
    (line_id,) = line_ids(order)
    line = ShipmentLine(line_id, Decimal(1), "A")
    channel.push_shipment(Shipment(str(order["id"]), "OUT/1", (line,), "DHL", "1"))
    assert order["status"] == "processing"
    channel.push_shipment(Shipment(str(order["id"]), "OUT/2", (line,), "DHL", "2"))
    assert order["status"] == "completed"


def test_money_given_back_without_goods_leaves_them_to_be_shipped(shop, channel):
    order = shop.place_order([("A", 2, 10)], paid=True)
    shop.refund(order, 12, lines=[(0, 0, 10, 2)])
    line = ShipmentLine(line_ids(order)[0], Decimal(1), "A")
    channel.push_shipment(Shipment(str(order["id"]), "OUT/1", (line,), "DHL", "1"))
    assert order["status"] == "processing"


def test_while_woocommerce_is_updated_no_record_is_missing(shop, channel):
    """All its routes are gone then: nothing may be taken for deleted, nor given up."""
    order = shop.place_order([("A", 1)], paid=True)
    shop.active = False
    with pytest.raises(errors.RetryableError):
        channel.cancel_order(CancelOut(str(order["id"]), "C/1"))
    with pytest.raises(errors.RetryableError):
        channel.fetch_orders([str(order["id"])])
    shop.active = True
    channel.cancel_order(CancelOut(str(order["id"]), "C/1"))
    assert order["status"] == "cancelled"


def test_webhook_of_a_variation_is_about_its_product(shop, channel):
    body = {"id": 13, "parent_id": 12, "type": "variation"}
    (event,) = channel.parse_webhook(*shop.webhook("product.updated", body))
    assert event.external_id == "12"


def test_webhook_of_what_is_gone_again_leads_to_nothing(shop, channel):
    """WooCommerce reads the record only when it delivers; an error answer would count towards its six."""
    body = {
        "code": "woocommerce_rest_shop_order_invalid_id",
        "message": "Invalid ID.",
        "data": {"status": 404},
    }
    assert channel.parse_webhook(*shop.webhook("order.updated", body)) == []


def test_names_in_orders_are_read_as_they_were_written(shop, channel):
    shop.add_product("A", "Gauze & Tape", 10)
    order = shop.place_order([("A", 1)], tax_rates=[(20, "TVA 20%")])
    parsed = read_order(channel, order)
    assert (parsed.lines[0].name, parsed.lines[0].taxes[0].name) == ("Gauze & Tape", "TVA 20%")


@pytest.mark.parametrize(
    ("lines", "rate"),
    [
        ([("99.80", "19.96")], "20"),
        ([("99.80", "8.88")], "8.9"),
        ([("1000", "88.75")], "8.875"),
        ([("3.33", "0.67"), ("3.33", "0.67"), ("3.33", "0.66")], "20"),
        ([("0", "0")], "0"),
    ],
)
def test_a_tax_whose_rate_the_shop_does_not_name(lines, rate):
    """``rate_percent`` is null in orders that a plug-in taxed, and in old ones."""
    assert parse_order(taxed(lines)).lines[0].taxes[0].rate == Decimal(rate)


def test_a_tax_that_can_be_no_percentage_is_named():
    with pytest.raises(errors.PayloadError) as caught:
        parse_order(taxed([("1", "1000")]))
    assert caught.value.field == "tax_lines[0].rate_percent"


def taxed(lines):
    """A payload whose lines have these net amounts and taxes."""
    payload = load("woocommerce", "order-paid")
    rows = [
        {**payload["line_items"][0], "id": n, "total": net, "taxes": [{"id": 1, "total": tax}]}
        for n, (net, tax) in enumerate(lines)
    ]
    tax_line = {**payload["tax_lines"][0], "rate_percent": None}
    changes = {"line_items": rows, "tax_lines": [tax_line], "shipping_lines": [], "fee_lines": []}
    return {**payload, **changes}


def test_usual_port_is_not_signed():
    oauth = {"oauth_nonce": "n"}
    named = signature("GET", "http://shop.example:80/wp-json/wc/v3/orders", oauth, "s")
    assert named == signature("GET", "http://shop.example/wp-json/wc/v3/orders", oauth, "s")
    assert named != signature("GET", "http://shop.example:8080/wp-json/wc/v3/orders", oauth, "s")
