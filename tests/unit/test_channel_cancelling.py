"""Cancellations out, and what orders say about cancellation, gift cards, tax number and exchange rate."""

from decimal import Decimal

import pytest
from channel_kit import connect, open_shop, read_order

from channels.aftersales import CancelOut
from channels.errors import NetworkError, NotFoundError, RejectedError
from channels.medusa import mapping as medusa
from channels.registry import CHANNELS
from channels.woocommerce import mapping as woocommerce
from payloads import load

ABLE = ["medusa", "woocommerce"]
CANCELLING = r"(POST .*/cancel|PUT .*/orders/\d+)$"


@pytest.fixture(params=ABLE)
def shop(request):
    with open_shop(request.param) as fake:
        fake.add_product("A", "Article", 10, stock=50)
        yield fake


def cancel_out(order, reason="No stock left"):
    return CancelOut(str(order["id"]), "S00042", reason)


def read(shop, order):
    return read_order(connect(shop), order)


def test_capability():
    assert all(CHANNELS[code].capabilities.cancels for code in ABLE)


def test_cancelled_with_reason(shop):
    order = shop.place_order([("A", 1)], note="ring twice")
    connect(shop).cancel_order(cancel_out(order))
    parsed = read(shop, order)
    assert (parsed.status, parsed.cancel_reason) == ("cancelled", "No stock left")
    assert parsed.note == "ring twice", "what the shop kept beside the order stays"


def test_said_twice(shop):
    order = shop.place_order([("A", 1)])
    for _time in range(2):
        connect(shop).cancel_order(cancel_out(order))
    assert len(shop.asked(CANCELLING)) == 1
    assert len(order.get("_notes", [1])) == 1


@pytest.mark.parametrize("fault", ["timeout", "timeout_after", "drop", "drop_after"])
def test_an_answer_that_never_came(shop, fault):
    order = shop.place_order([("A", 1)])
    shop.fail_next(fault, match=CANCELLING)
    with pytest.raises(NetworkError):
        connect(shop).cancel_order(cancel_out(order))
    connect(shop).cancel_order(cancel_out(order))
    parsed = read(shop, order)
    assert (parsed.status, parsed.cancel_reason) == ("cancelled", "No stock left")
    assert len(order.get("_notes", [1])) == 1


def test_cancelled_in_the_shop_before(shop):
    order = shop.place_order([("A", 1)])
    shop.cancel(order)
    connect(shop).cancel_order(cancel_out(order))
    assert not shop.asked(CANCELLING)


def test_what_has_left_is_refused(shop):
    order = shop.place_order([("A", 1)])
    if shop.code == "medusa":
        order["fulfillments"].append({"id": "ful_1", "canceled_at": None, "items": [], "labels": []})
    else:
        shop.touch(order, status="completed")
    with pytest.raises(RejectedError):
        connect(shop).cancel_order(cancel_out(order))
    assert read(shop, order).status != "cancelled"


def test_unknown_order(shop):
    with pytest.raises(NotFoundError):
        connect(shop).cancel_order(CancelOut("4711", "S1"))


# --- gift cards are money ---


def test_medusa_gift_card_keeps_the_total():
    payload = load("medusa", "order-authorized")
    line = {"id": "ordcl_1", "reference": "gift-card", "reference_id": "GIFT-50", "amount": 50}
    parsed = medusa.parse_order(
        {**payload, "credit_lines": [line], "credit_line_total": 50, "total": payload["total"] - 50}
    )
    assert parsed.total == Decimal("128.76")
    card = next(payment for payment in parsed.payments if payment.is_gift_card)
    assert (card.status, card.amount, card.reference) == ("captured", 50, "GIFT-50")
    assert not parsed.refunded


def test_medusa_order_paid_by_gift_card_and_money():
    payload = load("medusa", "order-authorized")
    line = {"id": "ordcl_1", "reference": "gift-card", "amount": 50}
    collection = {"status": "completed", "amount": 78.76, "captured_amount": 78.76, "refunded_amount": 0}
    changes = {"credit_lines": [line], "credit_line_total": 50, "total": 78.76}
    parsed = medusa.parse_order({**payload, **changes, "payment_collections": [collection]})
    assert parsed.payment_state == "paid"
    whole = {"credit_lines": [{**line, "amount": 128.76}], "credit_line_total": 128.76, "total": 0}
    assert medusa.parse_order({**payload, **whole, "payment_collections": []}).payment_state == "paid"


def test_medusa_refund_is_no_gift_card():
    parsed = medusa.parse_order(load("medusa", "order-refunded-shipped"))
    assert not any(payment.is_gift_card for payment in parsed.payments)


@pytest.mark.parametrize(
    "added",
    [
        {"gift_cards": [{"id": 3, "code": "GIFT-50", "amount": "50.00"}]},
        {"pw_gift_cards_redeemed": [{"number": "GIFT-50", "amount": 50}]},
    ],
)
def test_woocommerce_gift_card_keeps_the_total(added):
    payload = load("woocommerce", "order-paid")
    parsed = woocommerce.parse_order({**payload, "total": "102.76", **added})
    assert parsed.total == Decimal("152.76")
    money, card = parsed.payments
    assert (money.amount, money.is_gift_card) == (Decimal("102.76"), False)
    assert (card.amount, card.is_gift_card, card.reference) == (50, True, "GIFT-50")


# --- the shop's exchange rate ---


@pytest.mark.parametrize(
    ("metadata", "rate"),
    [({"exchange_rate": 0.92}, "0.92"), ({"exchange_rate": "0.92"}, "0.92"), ({"exchange_rate": 0}, None)]
    + [({"exchange_rate": "much"}, None), ({}, None), (None, None)],
)
def test_medusa_exchange_rate(metadata, rate):
    parsed = medusa.parse_order({**load("medusa", "order-authorized"), "metadata": metadata})
    assert parsed.exchange_rate == (rate and Decimal(rate))


@pytest.mark.parametrize(("value", "rate"), [("1.25", "0.8"), ("0", None), ("x", None), (None, None)])
def test_woocommerce_exchange_rate(value, rate):
    meta = [{"id": 1, "key": "_wcpay_multi_currency_order_exchange_rate", "value": value}]
    parsed = woocommerce.parse_order({**load("woocommerce", "order-guest-usd"), "meta_data": meta})
    assert parsed.exchange_rate == (rate and Decimal(rate))


def test_woocommerce_several_taxes_on_a_line():
    payload = load("woocommerce", "order-paid")
    lines = [dict(row) for row in payload["tax_lines"]]
    lines.append({**lines[0], "id": 99, "rate_id": 7, "label": "Eco", "rate_percent": 5, "rate_code": "ECO"})
    item = {**payload["line_items"][0], "total_tax": "24.95"}
    item["taxes"] = [*item["taxes"], {"id": 7, "total": "4.99", "subtotal": "4.99"}]
    parsed = woocommerce.parse_order({**payload, "tax_lines": lines, "line_items": [item]})
    assert [(tax.rate, tax.name) for tax in parsed.lines[0].taxes] == [(20, "TVA"), (5, "Eco")]
