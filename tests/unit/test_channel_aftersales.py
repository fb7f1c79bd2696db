"""Payments, refunds and returns: what real shops answered in neutral terms, and what fakes are told."""

from decimal import Decimal

import channel_kit
import pytest
from channel_kit import ids, open_shop, read_order

from channels.aftersales import RefundLine, RefundOut, ReturnLine, ReturnOut
from channels.errors import NetworkError, RejectedError
from channels.medusa import mapping as medusa
from channels.references import reference_in, with_reference
from channels.woocommerce import mapping as woocommerce
from channels.woocommerce.const import REFUND_DETAILS
from payloads import load

REFUNDING = r"POST .*/refunds?$| Refund$"


@pytest.fixture
def shop(shop):
    shop.add_product("A", "Article", 10, stock=50)
    return shop


def connect(shop, **options):
    options = {**shop.settings()["options"], "refund_through_gateway": True, **options}
    return channel_kit.connect(shop, options=options)


def read(shop, order):
    return read_order(connect(shop), order)


def refund_out(order, amount="12.00", lines=()):
    return RefundOut(ids(order), "RF/1", Decimal(amount), "EUR", "one damaged", lines)


# --- what real shops answered ---


def test_medusa_captured_payment_and_refund():
    order = medusa.parse_order(load("medusa", "order-refunded-shipped"))
    (payment,) = order.payments
    assert (payment.status, payment.amount, payment.currency) == ("captured", Decimal("128.76"), "EUR")
    assert payment.external_id.startswith("pay_")
    assert payment.reference == payment.external_id
    assert payment.paid_at.isoformat() == "2026-11-22T11:09:50.425000+00:00"
    (refund,) = order.refunds
    assert (refund.amount, refund.lines, refund.reason) == (Decimal("49.9"), (), "one damaged")


@pytest.mark.parametrize(
    ("name", "status"), [("order-authorized", "authorized"), ("order-cancelled", "voided")]
)
def test_medusa_payment_without_money(name, status):
    assert [payment.status for payment in medusa.parse_order(load("medusa", name)).payments] == [status]


def test_medusa_capture_in_parts_counts_what_was_captured():
    payload = load("medusa", "order-authorized")
    payment = payload["payment_collections"][0]["payments"][0]
    at = "2026-11-23T10:00:00.000Z"
    payment["captures"] = [{"id": "c1", "amount": 40.1, "created_at": at}, {"id": "c2", "amount": 0.2}]
    payment["captures"][1]["created_at"] = "2026-11-23T11:00:00.000Z"
    (parsed,) = medusa.parse_order(payload).payments
    assert (parsed.status, parsed.amount) == ("captured", Decimal("40.3"))
    assert parsed.paid_at.hour == 11


def test_medusa_payment_by_the_name_of_its_provider():
    payload = load("medusa", "order-authorized")
    payload["payment_collections"][0]["payments"][0]["data"] = {"id": "pi_3Pq", "amount": 12876}
    assert medusa.parse_order(payload).payments[0].reference == "pi_3Pq"


@pytest.mark.parametrize(
    ("provider", "gift", "on_delivery"),
    [
        ("pp_stripe_stripe", False, False),
        ("pp_gift-card_default", True, False),
        ("pp_cod_cod", False, True),
        ("pp_cash-on-delivery_1", False, True),
        ("pp_codex_1", False, False),
    ],
)
def test_medusa_kind_of_payment(provider, gift, on_delivery):
    payload = load("medusa", "order-authorized")
    payload["payment_collections"][0]["payments"][0]["provider_id"] = provider
    (payment,) = medusa.parse_order(payload).payments
    assert (payment.is_gift_card, payment.on_delivery) == (gift, on_delivery)


def test_woocommerce_refund_with_line():
    payload = {
        **load("woocommerce", "order-partly-refunded"),
        REFUND_DETAILS: [load("woocommerce", "refund-with-line")],
    }
    order = woocommerce.parse_order(payload)
    (payment,) = order.payments
    assert (payment.external_id, payment.status, payment.amount) == (
        "order-14",
        "captured",
        Decimal("152.76"),
    )
    (refund,) = order.refunds
    assert (refund.external_id, refund.amount, refund.reason) == ("17", Decimal("59.88"), "one damaged")
    assert refund.lines == (RefundLine(line_id="1", quantity=Decimal(1), amount=Decimal("59.88")),)
    assert refund.amount == order.refunded


def test_woocommerce_refund_of_an_amount_only():
    payload = {
        **load("woocommerce", "order-fully-refunded"),
        REFUND_DETAILS: [load("woocommerce", "refund-amount-only")],
    }
    (refund,) = woocommerce.parse_order(payload).refunds
    assert (refund.amount, refund.lines, refund.shipping_amount) == (Decimal("148.7"), (), 0)


def test_woocommerce_on_delivery_is_no_money_yet():
    payload = {**load("woocommerce", "order-paid"), "payment_method": "cod"}
    (payment,) = woocommerce.parse_order(payload).payments
    assert (payment.status, payment.on_delivery) == ("authorized", True)
    unpaid = {**load("woocommerce", "order-paid"), "date_paid_gmt": None, "status": "on-hold"}
    assert woocommerce.parse_order(unpaid).payments == ()
    (failed,) = woocommerce.parse_order({**unpaid, "status": "failed"}).payments
    assert failed.status == "failed"


def test_a_note_carries_our_reference():
    assert reference_in(with_reference("broken [sic]", "RF/2026/1")) == ("RF/2026/1", "broken [sic]")
    assert reference_in(with_reference("", "RF/1")) == ("RF/1", "")
    assert reference_in("") == ("", "")


# --- refunds in, through the fakes ---


def test_refunds_come_with_the_order(shop):
    order = shop.place_order([("A", 2)], paid=True)
    shop.refund(order, "12.00")
    parsed = read(shop, order)
    assert [refund.amount for refund in parsed.refunds] == [Decimal("12")]
    assert parsed.refunded == Decimal("12")
    assert parsed.total == Decimal("33")


# --- refunds out ---


def test_refund_is_made_once_and_known_again(shop):
    order = shop.place_order([("A", 2)], paid=True)
    first = connect(shop).push_refund(refund_out(order))
    assert connect(shop).push_refund(refund_out(order)) == first
    (refund,) = read(shop, order).refunds
    assert (refund.external_id, refund.amount) == (first, Decimal("12"))
    assert (refund.reference, refund.reason) == ("RF/1", "one damaged")


def test_refund_that_timed_out_after_its_effect_is_not_made_twice(shop):
    order = shop.place_order([("A", 2)], paid=True)
    shop.fail_next("timeout_after", match=REFUNDING)
    with pytest.raises(NetworkError):
        connect(shop).push_refund(refund_out(order))
    connect(shop).push_refund(refund_out(order))
    assert [refund.amount for refund in read(shop, order).refunds] == [Decimal("12")]


def test_refund_of_too_much_waits_for_a_person(shop):
    order = shop.place_order([("A", 2)], paid=True)
    shop.refund(order, "30.00")
    with pytest.raises(RejectedError):
        connect(shop).push_refund(refund_out(order))
    assert len(read(shop, order).refunds) == 1


def test_woocommerce_refund_of_lines_is_split_into_net_and_tax():
    with open_shop("woocommerce") as shop:
        shop.add_product("A", "Article", "9.99", stock=5)
        order = shop.place_order([("A", 3)], paid=True)
        line_id = str(order["line_items"][0]["id"])
        lines = (RefundLine(line_id, Decimal(1), Decimal("11.99")),)
        connect(shop).push_refund(refund_out(order, "11.99", lines))
        (refund,) = read(shop, order).refunds
        assert refund.lines == lines
        assert refund.amount == Decimal("11.99")


def test_woocommerce_provider_that_cannot_pay_back():
    with open_shop("woocommerce") as shop:
        shop.gateway_refunds = False
        shop.add_product("A", "Article", 10, stock=5)
        order = shop.place_order([("A", 2)], paid=True)
        with pytest.raises(RejectedError, match="does not support automatic refunds"):
            connect(shop).push_refund(refund_out(order))
        connect(shop, refund_through_gateway=False).push_refund(refund_out(order))
        assert len(read(shop, order).refunds) == 1


# --- returns ---


@pytest.fixture
def requested():
    with open_shop("medusa") as shop:
        shop.add_product("A", "Article", 10, stock=50)
        order = shop.place_order([("A", 3)], paid=True)
        shop.order, shop.request = order, shop.request_return(order, [(0, 2)], reason="damaged")
        yield shop


def return_out(shop, accepted=True):
    lines = (ReturnLine(shop.order["items"][0]["id"], Decimal(2)),)
    return ReturnOut(shop.order["id"], shop.request["id"], "RET/1", accepted, "as agreed", lines)


def test_medusa_return_request(requested):
    parsed = read(requested, requested.order)
    (request,) = parsed.returns
    assert (request.status, request.number, request.reason) == ("requested", "1", "damaged")
    assert request.lines == (ReturnLine(requested.order["items"][0]["id"], Decimal(2), "damaged"),)


@pytest.mark.parametrize("broken", [None, "receive", "dismiss-items", "confirm"])
def test_medusa_return_is_received_once_whatever_broke_off(requested, broken):
    channel = connect(requested)
    if broken:
        requested.fail_next("timeout_after", match=rf"POST .*/{broken}$")
        with pytest.raises(NetworkError):
            channel.answer_return(return_out(requested))
    channel.answer_return(return_out(requested))
    channel.answer_return(return_out(requested))
    (request,) = read(requested, requested.order).returns
    assert (request.status, request.lines[0].received) == ("received", Decimal(2))
    assert requested.order["items"][0]["detail"]["return_dismissed_quantity"] == 2
    assert requested.stock("A") == 50


def test_medusa_return_is_declined_once(requested):
    channel = connect(requested)
    channel.answer_return(return_out(requested, accepted=False))
    channel.answer_return(return_out(requested, accepted=False))
    assert [one.status for one in read(requested, requested.order).returns] == ["cancelled"]
    with pytest.raises(RejectedError):
        channel.answer_return(return_out(requested))


def test_woocommerce_is_told_of_a_return_by_one_note():
    with open_shop("woocommerce") as shop:
        order = shop.place_order([("A", 1)], paid=True)
        answer = ReturnOut(str(order["id"]), "refund:1", "RET/1", False, "worn", ())
        connect(shop).answer_return(answer)
        connect(shop).answer_return(answer)
        (note,) = order["_notes"]
        assert "declined" in note["note"]
        assert note["customer_note"] is False
