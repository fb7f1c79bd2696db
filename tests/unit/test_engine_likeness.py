"""Suggestions for articles that nobody has mapped."""

import pytest
from hypothesis import given, strategies as st

from engine.likeness import Article, Candidate, ProductIndex, code_key, gtin, name_likeness, sku_key

TEXT = st.text(max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [("po-100", "PO 100"), ("CS_1/M", "cs1m"), ("ＰＯ－１００", "PO-100"), (" po.100 ", "PO100")],
)
def test_skus_that_people_type_differently_are_one(one, other):
    assert sku_key(one) == sku_key(other)


def test_skus_that_differ_stay_apart():
    assert sku_key("PO-100") != sku_key("PO-1000")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("04012345678901", "04012345678901"),
        ("4012345678901", "04012345678901"),
        ("96385074", "00000096385074"),
        ("4012345678902", ""),
        ("0000000000000", ""),
        ("٤012345678901", ""),
        ("PO-100", ""),
        (None, ""),
    ],
)
def test_gtins_are_compared_by_their_number(text, expected):
    assert gtin(text) == expected


def test_a_code_that_is_no_gtin_is_compared_as_written():
    assert code_key("+A123BJC5D6E71") == code_key("+a123bjc5d6e71") != ""


PRODUCTS = [
    Candidate(1, "PO-100", ("04012345678901",), "Pulse oximeter"),
    Candidate(2, "CS-1-M", (), "Compression stocking M"),
    Candidate(3, "OLD-9", (), "Digital thermometer", active=False),
    Candidate(4, "NEW-9", (), "Thermometer, digital"),
    Candidate(5, "TWIN", (), "Left twin"),
    Candidate(6, "twin", (), "Right one"),
]


@pytest.mark.parametrize(
    ("article", "product", "reason", "score"),
    [
        (Article("po 100", "", "whatever"), 1, "sku", 95),
        (Article("X", "4012345678901", "whatever"), 1, "barcode", 98),
        (Article("4012345678901", "", "whatever"), 1, "barcode", 98),
        (Article("", "", "stocking, Compression M"), 2, "name", 80),
        (Article("old9", "", ""), 4, "successor", 70),
    ],
)
def test_the_best_suggestion_and_its_reason(article, product, reason, score):
    best = ProductIndex(PRODUCTS).suggest(article)[0]
    assert (best.id, best.reason, best.score) == (product, reason, score)


def test_a_reference_on_two_products_is_suggested_for_neither_surely():
    found = ProductIndex(PRODUCTS).suggest(Article("Twin", "", ""))
    assert [(one.id, one.score) for one in found] == [(5, 65), (6, 65)]


def test_nothing_alike_gives_no_suggestion():
    assert ProductIndex(PRODUCTS).suggest(Article("ZZ-1", "", "Bandage")) == []


def test_an_archived_product_is_never_suggested():
    found = ProductIndex(PRODUCTS).suggest(Article("OLD-9", "", "Digital thermometer"))
    assert 3 not in [one.id for one in found]


CANDIDATES = st.lists(
    st.builds(Candidate, st.integers(1, 9), TEXT, st.tuples(TEXT), TEXT, st.booleans()), max_size=8
)


@given(CANDIDATES, st.builds(Article, TEXT, TEXT, TEXT))
def test_suggestions_hold_for_any_text(candidates, article):
    found = ProductIndex(candidates).suggest(article)
    assert all(0 < one.score <= 100 for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.id for one in found}) == len(found) <= 5
    assert {one.id for one in found} <= {one.id for one in candidates if one.active}


@given(TEXT.filter(sku_key))
def test_the_same_sku_is_always_found(sku):
    best = ProductIndex([Candidate(1, sku)]).suggest(Article(f" {sku} "))[0]
    assert best.id == 1 and best.score >= 95


@given(TEXT, TEXT)
def test_likeness_is_symmetric(one, other):
    assert name_likeness(one, other) == name_likeness(other, one)
    assert 0 <= name_likeness(one, other) <= 100


@given(st.integers(0, 10**13 - 1))
def test_of_ten_last_digits_one_is_right(number):
    body = f"{number:013d}"
    right = [digit for digit in range(10) if gtin(f"{body}{digit}")]
    assert len(right) == (1 if body.strip("0") else 0)
