"""No person survives masking or anonymising, whatever a shop's plug-ins put into its orders."""

import json
import string

import pytest
from hypothesis import given, strategies as st

import payloads
from channels.medusa.mapping import parse_order as parse_medusa
from channels.woocommerce.mapping import parse_order as parse_woocommerce
from engine.payload import loads
from engine.personal import MASK, anonymised, masked

ORDER = {
    "id": "order_01JABC",
    "display_id": 4711,
    "email": "jean.dupont@example.fr",
    "currency_code": "eur",
    "status": "pending",
    "total": 59.88,
    "created_at": "2026-11-22T10:00:00.000Z",
    "customer_note": "Ring at Dupont, second floor",
    "metadata": {"loyalty_card": "JD-4455", "vat_number": "FR12345678901"},
    "shipping_address": {
        "first_name": "Jean",
        "last_name": "Dupont",
        "address_1": "3 rue de la Paix",
        "postal_code": "75002",
        "city": "Paris",
        "country_code": "fr",
        "phone": "+33612345678",
    },
    "billing_address": {"first_name": "JEAN", "last_name": "Dupont", "email": "jean.dupont@example.fr"},
    "items": [
        {
            "id": "ordli_9",
            "title": "Pulse oximeter",
            "sku": "PO-100",
            "unit_price": 49.9,
            "order_id": "order_01JABC",
        },
        {"id": "ordli_8", "title": "Engraving for Jean", "sku": "ENG", "unit_price": 1},
    ],
    "meta_data": [{"key": "_refunded_item_id", "value": "ordli_9"}, {"key": "gift", "value": "For Jean"}],
    "payment_url": "https://lyon.shop.test/pay?key=abc",
}
PEOPLE = (
    "jean", "dupont", "paix", "75002", "paris", "33612345678", "jd-4455", "fr12345678901", "second floor",
    "lyon.shop",
)  # fmt: skip


@pytest.mark.parametrize("make", [masked, anonymised])
def test_no_person_is_left(make):
    text = make(json.dumps(ORDER)).casefold()
    for word in PEOPLE:
        assert word not in text


def test_masked_keeps_what_the_work_needs():
    order = loads(masked(json.dumps(ORDER)))
    assert (order["id"], order["display_id"], order["status"]) == ("order_01JABC", 4711, "pending")
    assert order["items"][0]["title"] == "Pulse oximeter"
    assert order["items"][1]["title"] == MASK
    assert order["shipping_address"]["country_code"] == "fr"
    assert str(order["total"]) == "59.88"


def test_anonymised_keeps_what_belongs_together():
    order = loads(anonymised(json.dumps(ORDER)))
    assert order["id"] == order["items"][0]["order_id"] != "order_01JABC"
    assert order["meta_data"][0]["value"] == order["items"][0]["id"]
    assert order["email"] == order["billing_address"]["email"]
    assert order["shipping_address"]["first_name"] == order["billing_address"]["first_name"]
    assert order["items"][0]["sku"] == "PO-100"
    assert order["created_at"] == "2026-11-22T10:00:00.000Z"
    assert isinstance(order["display_id"], int) and order["display_id"] != 4711


WORD = st.text(string.ascii_letters, min_size=7, max_size=12).map(lambda word: f"qz{word}xw")
KEYS = """
name first_name lastName email phone note customer_note address_1 city postcode company value message
billing shipping customer metadata title label extra gift_text
"""


@given(
    st.recursive(
        WORD | st.tuples(WORD, WORD).map(" ".join),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=4)
        ),
        max_leaves=12,
    ),
    WORD,
)
def test_no_word_of_a_wild_part_is_left(part, name):
    payload = {
        "customer": part,
        "first_name": name,
        "line_items": [
            {"name": f"Cup for {name}", "sku": "CUP", "meta_data": [{"key": "text", "value": part}]}
        ],
    }
    for make in (masked, anonymised):
        text = make(json.dumps(payload))
        assert "qz" not in text and "CUP" in text


READERS = {"medusa": parse_medusa, "woocommerce": parse_woocommerce}
RECORDED = [(shop, name) for shop in READERS for name in payloads.names(shop)]


@pytest.mark.parametrize(("shop", "name"), RECORDED)
def test_a_fixture_reads_and_totals_like_the_recorded_order(shop, name):
    parse, payload = READERS[shop], payloads.load(shop, name)
    text = json.dumps(payload)
    plain, fixture = parse(loads(text)), parse(loads(anonymised(text)))
    assert (fixture.total, fixture.tax_total, fixture.status) == (plain.total, plain.tax_total, plain.status)
    assert fixture.payment_state == plain.payment_state
    assert [line.sku for line in fixture.lines] == [line.sku for line in plain.lines]
    assert [line.quantity for line in fixture.lines] == [line.quantity for line in plain.lines]
    assert fixture.shipping.country_code == plain.shipping.country_code
    assert plain.customer.email not in anonymised(text) or not plain.customer.email
    assert "127.0.0.1" not in anonymised(text) and "localhost" not in anonymised(text)


@pytest.mark.parametrize(("shop", "name"), RECORDED)
def test_a_masked_recording_names_nobody(shop, name):
    payload = payloads.load(shop, name)
    order = READERS[shop](loads(json.dumps(payload)))
    text = masked(json.dumps(payload))
    for address in (order.billing, order.shipping):
        for word in (address.email, address.phone, address.street, address.zip):
            assert not word or f'"{word}"' not in text
