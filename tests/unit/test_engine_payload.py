"""Payloads as text: nothing lost, equal ones alike."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from engine.payload import digest, dumps, loads

texts = st.text(st.characters(exclude_categories=("Cs",)))
#: amounts with up to the 15 digits that a float carries
decimals = st.builds(
    lambda n, places: Decimal(n).scaleb(-places), st.integers(-(10**15), 10**15), st.integers(0, 6)
)
exact = st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63), decimals, texts)


def nested(leaves):
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
    )


@given(nested(exact))
def test_nothing_is_lost(payload):
    assert loads(dumps(payload)) == payload


@given(nested(exact))
def test_text_is_canonical(payload):
    assert dumps(loads(dumps(payload))) == dumps(payload)


@given(st.dictionaries(texts, exact))
def test_order_of_keys_does_not_matter(payload):
    assert dumps(dict(reversed(payload.items()))) == dumps(payload)


@given(nested(st.floats(allow_nan=False, allow_infinity=False)))
def test_floats_of_a_shop_are_kept_digit_by_digit(payload):
    text = dumps(payload)
    assert text == json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert dumps(loads(dumps(loads(text)))) == dumps(loads(text))


def test_fractions_are_exact():
    assert loads('{"total":83.36}') == {"total": Decimal("83.36")}
    assert dumps({"b": Decimal("0.10"), "a": Decimal("3.00")}) == '{"a":3,"b":0.1}'


def test_chinese_stays_readable():
    assert dumps({"名": "李雷"}) == '{"名":"李雷"}'


@pytest.mark.parametrize("value", [object(), b"bytes", {1, 2}])
def test_what_is_not_json_is_refused(value):
    with pytest.raises(TypeError, match="does not belong in a payload"):
        dumps({"value": value})


@given(texts)
def test_digest_of_text_and_of_its_bytes_agree(text):
    assert digest(text) == digest(text.encode())
    assert len(digest(text)) == 64


def test_digest_is_sha256():
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
