"""Whatever a shop sends, reading an order gives an order or a PayloadError that names the field."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from channels.errors import PayloadError
from channels.medusa.mapping import parse_order as parse_medusa, raw_order as raw_medusa
from channels.shopify.mapping import parse_order as parse_shopify, raw_order as raw_shopify
from channels.woocommerce.mapping import parse_order as parse_woocommerce, raw_order as raw_woocommerce
from payloads import load, names

SHOPS = {
    "medusa": (parse_medusa, raw_medusa),
    "woocommerce": (parse_woocommerce, raw_woocommerce),
    "shopify": (parse_shopify, raw_shopify),
}
#: an order of each, and what its billing address and a first and last name are called
PLAIN = {"medusa": "order-authorized", "woocommerce": "order-paid", "shopify": "order-paid"}
BILLING = {"medusa": "billing_address", "woocommerce": "billing", "shopify": "billingAddress"}
NAMES = {"shopify": ("firstName", "lastName")}
STRANGE = (None, True, False, -1, 0, 0.1, 1e400, -1e400, float("nan"), 10**400, 10**30, "", "x", "NaN", "-5")
STRANGE += (
    "1e999",
    "1_000",
    "١٢",
    "\ud800",
    "a\x00b",
    "9999-99-99",
    "0001-01-01T00:00:00Z",
    "x" * 500,
    [],
    {},
)
STRANGE += ([1], [None], ["x"], [{}], [[]], {"x": 1}, {"id": None})
FAST = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def places(data, path=()):
    """Every place within a payload, as a path of keys and indexes."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from places(value, (*path, key))


def mutate(payload, path, value, delete):
    for key in path[:-1]:
        payload = payload[key]
    if delete:
        del payload[path[-1]]
    else:
        payload[path[-1]] = value


@pytest.mark.parametrize("shop", SHOPS)
@FAST
@given(data=st.data())
def test_spoilt_payloads(shop, data):
    payload = copy.deepcopy(load(shop, data.draw(st.sampled_from(names(shop)))))
    for _ in range(data.draw(st.integers(1, 3))):
        spots = list(places(payload))
        if spots:
            mutate(
                payload,
                data.draw(st.sampled_from(spots)),
                # a copy: the next mutation may change what this one put in, and must not change STRANGE
                copy.deepcopy(data.draw(st.sampled_from(STRANGE))),
                data.draw(st.booleans()),
            )
    for read in SHOPS[shop]:
        try:
            read(payload)
        except PayloadError as error:
            assert error.field, error
            assert error.field.split("[")[0].split(".")[0].isidentifier()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


@pytest.mark.parametrize("shop", SHOPS)
@FAST
@given(payload=JSON)
def test_anything_at_all(shop, payload):
    for read in SHOPS[shop]:
        with pytest.raises(PayloadError):
            read(payload)


@pytest.mark.parametrize("shop", SHOPS)
@pytest.mark.parametrize("text", ["Ana 😀 Бета", "مستشفى الملك", "张伟", "O'Brien <b>&amp;</b>", "é"])
def test_texts_of_the_world_survive(shop, text):
    payload = json.loads(json.dumps(load(shop, PLAIN[shop])))
    first, last = NAMES.get(shop, ("first_name", "last_name"))
    payload[BILLING[shop]].update({first: text, last: ""})
    assert SHOPS[shop][0](payload).billing.name == text


@pytest.mark.parametrize("shop", SHOPS)
def test_what_the_database_refuses_is_cut_out(shop):
    payload = load(shop, PLAIN[shop])
    payload[BILLING[shop]]["city"] = "Ly\x00on\ud83d"
    assert SHOPS[shop][0](payload).billing.city == "Lyon?"
