"""Tax numbers of companies: sound, unsound, foreign, unheard of."""

import pytest

from engine.tax_number import is_sound, tax_number


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("FR23334175221", "FR"),
        ("fr 23 334 175 221", "FR"),
        ("23334175221", "FR"),
        ("DE136695976", "DE"),
        # registered elsewhere than the address
        ("DE136695976", "FR"),
        ("EL094259216", "GR"),
        ("91110000600037341L", "CN"),
        ("CHE-107.787.577 IVA", "CH"),
        # no rules known, or no country
        ("12-3456789", "US"),
        ("4711", ""),
        ("FR23334175221", ""),
    ],
)
def test_sound(text, country):
    assert is_sound(text, country)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("", "FR"),
        (None, "FR"),
        (" - ", "FR"),
        ("FR23334175222", "FR"),
        ("nonsense", "FR"),
        ("DE136695975", "FR"),
        ("91110000600037341X", "CN"),
        ("FR23334175222", ""),
    ],
)
def test_unsound(text, country):
    assert not is_sound(text, country)


def test_as_compared():
    assert tax_number(" fr 23.334-175 221") == "FR23334175221"
    assert tax_number(None) == ""
