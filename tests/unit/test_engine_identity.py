"""Who is the same customer."""

import re

import pytest
from hypothesis import given, settings, strategies as st

from engine.identity import e164_phone, normal_email, plain

E164 = re.compile(r"\+[1-9]\d{6,14}")
COUNTRIES = st.sampled_from(["", "FR", "CN", "US", "fr", "ZZ", "法国", None])


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("+33 1 23 45 67 89", "", "+33123456789"),
        ("+33 (0)1 23 45 67 89", "", "+33123456789"),
        ("0033 1 23 45 67 89", "FR", "+33123456789"),
        ("01.23.45.67.89", "FR", "+33123456789"),
        ("06 12 34 56 78", "fr", "+33612345678"),
        ("+86 138 0013 8000", "", "+8613800138000"),
        ("138-0013-8000", "CN", "+8613800138000"),
        ("１３８００１３８０００", "CN", "+8613800138000"),
        ("(010) 6552 9988", "CN", "+861065529988"),
        ("0086 138 0013 8000", "CN", "+8613800138000"),
        # abroad: the prefix wins over the country of the address
        ("+86 138 0013 8000", "FR", "+8613800138000"),
        # without prefix and country nobody knows whose number it is
        ("06 12 34 56 78", "", ""),
        ("138-0013-8000", None, ""),
        ("06 12 34 56 78", "ZZ", ""),
        # too short, too long, not a number
        ("123", "FR", ""),
        ("+33 1 23 45 67 89 01 23", "", ""),
        ("call me", "FR", ""),
        ("00000000000", "CN", ""),
        ("   ", "FR", ""),
        ("", "FR", ""),
        (None, "FR", ""),
    ],
)
def test_phone(text, country, expected):
    assert e164_phone(text, country) == expected


@settings(deadline=None)  # the numbering plans of the world are loaded at first
@given(st.text(max_size=40) | st.text("+0123456789 ()-.x", max_size=30), COUNTRIES)
def test_any_phone_text_gives_a_number_or_nothing(text, country):
    number = e164_phone(text, country)
    assert not number or E164.fullmatch(number)
    assert e164_phone(number) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Anna.Klein@Example.COM ", "anna.klein@example.com"),
        ("李雷@例子.中国", "李雷@例子.中国"),
        ("anna+shop@sub.example.co.uk", "anna+shop@sub.example.co.uk"),
        ("anna@localhost", ""),
        ("anna@example.com, bob@example.com", ""),
        ("anna@@example.com", ""),
        ("anna@example.com.", ""),
        ("Anna <anna@example.com>", ""),
        ("anna", ""),
        ("@", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_email(text, expected):
    assert normal_email(text) == expected


@given(st.text() | st.emails())
def test_any_email_text_gives_an_address_or_nothing(text):
    address = normal_email(text)
    assert not address or address.count("@") == 1
    assert normal_email(address) == address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hôpital Édouard-Herriot", "HOPITAL EDOUARD-HERRIOT"),
        ("Straße 5", "STRASSE  5"),
        ("Ｎｏ．１２　Ｎａｎｊｉｎｇ　Ｒｄ", "no.12 nanjing rd"),
        ("上海市（浦东）", "上海市(浦东)"),
        ("  12 rue\tde\nRivoli ", "12 RUE DE RIVOLI"),
        ("e\u0301cole", "\u00e9cole"),
        ("ﬁn", "FIN"),
        ("", None),
    ],
)
def test_people_mean_the_same(one, other):
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("12 rue A", "1 2 rue A"), ("李雷", "李蕾"), ("Anna", "Ann")])
def test_people_mean_different_things(one, other):
    assert plain(one) != plain(other)


@given(st.text())
def test_plain_text_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)
    assert plain(f"  {text}\n") == plain(text)
