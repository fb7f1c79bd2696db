"""Transport: every failure becomes one of our errors, and no secret gets into its text."""

import logging
import re
import socket

import pytest
from fakes.server import FakeShop, Reply
from freezegun import freeze_time
from requests.auth import HTTPBasicAuth

from channels import errors
from channels.http import HttpClient, retry_after_seconds
from channels.shop import ChannelSettings


class Echo(FakeShop):
    ROUTES = (
        ("GET", "/things", "get_things"),
        ("POST", "/things", "get_things"),
        ("GET", "/away", "get_away"),
    )

    def get_things(self, request):
        return Reply({"rows": ["é", "\ud800", "a\x00b"], "amount": 49.9})

    def get_away(self, request):
        return Reply({}, 301, {"Location": "https://shop.example/away?consumer_secret=abc"})


@pytest.fixture(scope="module")
def running():
    with Echo() as shop:
        yield shop


@pytest.fixture
def shop(running):
    running.requests.clear()
    running.heal()
    return running


def client(url, **changes):
    given = {"base_url": url, "api_key": "ck_key", "api_secret": "cs_secret/+", "timeout": 1.0, **changes}
    return HttpClient(ChannelSettings(**given), None, HTTPBasicAuth("ck_key", "cs_secret/+"))


def test_good_answer(shop):
    answer = client(shop.url).get("/things", {"a": "b"})
    assert answer.status == 200
    assert answer.data == {"rows": ["é", "?", "ab"], "amount": 49.9}
    assert shop.requests[0].arg("a") == "b"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, errors.RejectedError),
        (401, errors.AuthError),
        (403, errors.AuthError),
        (404, errors.NotFoundError),
        (408, errors.ServerError),
        (409, errors.ServerError),
        (413, errors.RejectedError),
        (422, errors.RejectedError),
        (429, errors.ThrottledError),
        (500, errors.ServerError),
        (502, errors.ServerError),
        (503, errors.ServerError),
    ],
)
def test_statuses(shop, status, error):
    shop.fail_next("status", status=status)
    with pytest.raises(error) as caught:
        client(shop.url).get("/things")
    assert type(caught.value) is error
    assert (caught.value.status, caught.value.detail) == (status, "scripted fault")


@pytest.mark.parametrize("kind", ["timeout", "timeout_after"])
def test_no_answer_in_time(shop, kind):
    shop.fail_next(kind)
    with pytest.raises(errors.NetworkError, match="within 1 seconds"):
        client(shop.url).post("/things", {})


@pytest.mark.parametrize("kind", ["drop", "drop_after"])
def test_connection_dropped(shop, kind):
    shop.fail_next(kind)
    with pytest.raises(errors.NetworkError):
        client(shop.url).get("/things")


@pytest.mark.parametrize("kind", ["truncate", "html"])
def test_answer_that_is_not_what_was_promised(shop, kind):
    shop.fail_next(kind)
    with pytest.raises(errors.ProtocolError):
        client(shop.url).get("/things")


def test_throttled_with_a_wait(shop):
    shop.throttle_next(17)
    with pytest.raises(errors.ThrottledError) as caught:
        client(shop.url).get("/things")
    assert caught.value.retry_after == 17


def test_redirects_are_not_followed(shop):
    with pytest.raises(errors.ProtocolError, match="https://shop.example/away") as caught:
        client(shop.url).get("/away")
    assert "abc" not in str(caught.value)


def test_html_not_found_is_a_wrong_address_and_not_a_missing_record(shop, monkeypatch):
    monkeypatch.setattr(shop, "not_found", lambda request: Reply("x", 404, {"Content-Type": "text/html"}))
    with pytest.raises(errors.ProtocolError, match="no such interface"):
        client(shop.url).get("/nothing")


def test_shop_that_is_not_there():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(errors.NetworkError, match="cannot be reached") as caught:
            client(url).get("/things")
    assert caught.value.detail.endswith("Connection refused")
    assert not re.search(r"Pool|0x|Max retries|object at", caught.value.detail), "words of the library"


def test_tls_is_verified(shop):
    """A server that does not even speak TLS."""
    with pytest.raises(errors.NetworkError, match="certificate|reached"):
        client(shop.url.replace("http:", "https:")).get("/things")


@pytest.mark.parametrize("url", ["shop.example", "ftp://shop.example", "http://", "http://[bad"])
def test_address_that_is_none(url):
    with pytest.raises(errors.PermanentError, match="address"):
        client(url).get("/things")


@pytest.mark.parametrize("body", ['{"x": NaN}', "[1,", "[" * 100000, "\ufeff\ufeff{}"])
def test_answers_that_are_no_json(shop, monkeypatch, body):
    monkeypatch.setattr("fakes.server.json.dumps", lambda *args, **kwargs: body)
    with pytest.raises(errors.ProtocolError, match="not JSON"):
        client(shop.url).get("/things")


def test_byte_order_mark_is_forgiven(shop, monkeypatch):
    monkeypatch.setattr("fakes.server.json.dumps", lambda *args, **kwargs: '\ufeff{"a": 1}')
    assert client(shop.url).get("/things").data == {"a": 1}


@pytest.mark.parametrize("kind", ["status", "drop", "timeout", "html", "truncate"])
def test_secrets_stay_out_of_errors_and_logs(shop, kind, caplog):
    caplog.set_level(logging.INFO)
    shop.fail_next(kind, status=400)
    params = {"oauth_signature": "sig/nature", "echo": "cs_secret/+"}
    with pytest.raises(errors.ChannelError) as caught:
        client(shop.url).get("/things", params)
    error = caught.value
    texts = f"{error} {error.detail} {error.__cause__} {caplog.text}"
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    for secret in ("cs_secret", "sig/nature", "sig%2Fnature", "ck_key"):
        assert secret not in texts


def test_scrub():
    text = client("http://x").scrub(
        "GET /?oauth_signature=abc%3D&x=1&consumer_key=k cs_secret/+ cs_secret%2F%2B"
    )
    assert text == "GET /?oauth_signature=***&x=1&consumer_key=*** *** ***"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120),
        ("1.5", 1.5),
        ("-5", 0),
        ("9999999", 86400),
        ("soon", None),
        ("nan", None),
        ("inf", 86400),
        ("Mon, 99 Xxx 2026 99:99:99 GMT", None),
        ("Thu, 01 Jan 2015 00:00:00 GMT", 0),
    ],
)
def test_retry_after(value, seconds):
    assert retry_after_seconds(value) == seconds


def test_retry_after_a_date():
    with freeze_time("2026-11-27 23:59:30"):
        assert retry_after_seconds("Sat, 28 Nov 2026 00:01:00 GMT") == 90
