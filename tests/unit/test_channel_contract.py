"""The same promises, kept by every channel against its fake shop."""

import pytest
from channel_kit import (
    FINISHING,
    FULFILLING,
    connect,
    ids,
    line_ids,
    numbers,
    shipment,
    told,
)

from channels import errors


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
    channel = connect(shop)
    shop.fail_next(kind, match=step)
    with pytest.raises(errors.RetryableError):
        channel.push_shipment(shipment(order))
    channel.push_shipment(shipment(order))
    assert len(told(shop, order)) == 1
    assert told(shop, order)[0][1] == "00340434161094000001"


@pytest.mark.parametrize("kind", ["timeout", "drop", "status"])
def test_shipment_that_broke_off_before_the_work_is_told(shop, order, kind):
    channel = connect(shop)
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
