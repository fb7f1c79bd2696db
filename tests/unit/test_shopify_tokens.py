"""How we log in to Shopify: tokens that last, and those that are granted for a day."""

import pytest
from channel_kit import connect, open_shop

from channels import errors
from channels.shopify import tokens

GRANT = "/admin/oauth/access_token"


@pytest.fixture
def shop(monkeypatch):
    monkeypatch.setattr(tokens, "_granted", {})
    with open_shop("shopify") as fake:
        yield fake


def connect_app(shop, **changes):
    app = {"api_key": shop.CLIENT_ID, "api_secret": shop.WEBHOOK_SECRET, "webhook_secret": ""}
    return connect(shop, **{**app, **changes})


def test_a_lasting_token_is_used_as_it_is(shop):
    assert connect(shop).test_connection().name == "Fake Shopify"
    assert not shop.asked(GRANT)


def test_an_app_is_granted_a_token_once_for_all_connections(shop):
    for _again in range(3):
        assert connect_app(shop).fetch_orders(["5000000101"]) == []
    (request,) = shop.asked(GRANT)
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"


def test_another_is_asked_for_before_its_day_is_over(shop):
    channel = connect_app(shop)
    channel.fetch_orders(["5000000101"])
    later = channel.client.access._clock() + 86399 - tokens._MARGIN
    channel.client.access._clock = lambda: later
    channel.fetch_orders(["5000000101"])
    assert len(shop.asked(GRANT)) == 2


def test_a_token_that_was_withdrawn_is_replaced(shop):
    channel = connect_app(shop)
    channel.fetch_orders(["5000000101"])
    shop.granted.clear()
    assert channel.fetch_orders(["5000000101"]) == []
    assert len(shop.asked(GRANT)) == 2


def test_an_app_that_got_another_right_gets_a_token_with_it(shop):
    channel = connect_app(shop)
    channel.fetch_orders(["5000000101"])
    channel.test_connection()
    assert len(shop.asked(GRANT)) == 2


def test_wrong_secret_heals_once_it_is_corrected(shop):
    with pytest.raises(errors.AuthError, match="client ID"):
        connect_app(shop, api_secret="another").test_connection()


def test_an_answer_without_a_token(shop):
    shop.post_access_token = lambda request: shop._reply({"data": {}}, 0)
    with pytest.raises(errors.ProtocolError):
        connect_app(shop).test_connection()


def test_granted_token_and_secret_are_in_no_text(shop):
    channel = connect_app(shop)
    channel.fetch_orders(["5000000101"])
    (token,) = shop.granted
    assert channel.client.scrub(f"{token} {shop.WEBHOOK_SECRET}") == "*** ***"
    with pytest.raises(errors.AuthError) as caught:
        connect_app(shop, api_secret="secret-of-nobody").test_connection()
    assert "secret-of-nobody" not in f"{caught.value!r} {caught.value.detail}"


def test_webhooks_are_signed_with_the_client_secret_unless_there_is_another(shop):
    headers, body = shop.webhook("orders/create", {"id": 1})
    assert connect_app(shop).verify_webhook(headers, body)
    assert not connect_app(shop, webhook_secret="of the notifications").verify_webhook(headers, body)
    assert not connect(shop, webhook_secret="").verify_webhook(headers, body)
