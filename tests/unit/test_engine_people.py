"""Which customers are probably one."""

import pytest
from hypothesis import given, strategies as st

from engine.people import LARGEST_GROUP, Person, compare, find_pairs

ANNE = Person(1, "Anne Petit", "anne@example.org", "+33612345678", "", "1 rue Haute 69001 Lyon FR")


@pytest.mark.parametrize(
    ("other", "reasons", "score"),
    [
        (Person(2, "Petit, Anne", "anne@example.org"), ("email", "name"), 94),
        (Person(2, "Anne Petit", phone="+33612345678"), ("phone", "name"), 88),
        (Person(2, "ANNE PETIT", address="1, Rue Haute 69001 LYON FR"), ("name", "address"), 80),
        (Person(2, "A. Petit", "anne@example.org"), ("email",), 85),
    ],
)
def test_what_makes_two_records_one(other, reasons, score):
    pair = compare(ANNE, other)
    assert (pair.reasons, pair.score) == (reasons, score)


@pytest.mark.parametrize(
    "other",
    [
        Person(2, "Anne Petit"),
        Person(2, "Karl Zwölfer", address="1 rue Haute 69001 Lyon FR"),
        Person(2, "Karl Zwölfer", phone="+33612345678"),
        Person(2, "Anne Petit", "anne@example.org", is_company=True),
        Person(2, "Anne Petit", "anne@example.org", parent_id=1),
        Person(1, "Anne Petit", "anne@example.org"),
    ],
)
def test_what_does_not(other):
    assert compare(ANNE, other) is None


def test_companies_of_ours_are_kept_apart():
    one, other = (
        Person(1, "A B", "a@example.org", company_id=1),
        Person(2, "A B", "a@example.org", company_id=2),
    )
    assert compare(one, other) is None
    assert compare(one, Person(3, "A B", "a@example.org")).score == 94


def test_a_front_desk_is_no_identity():
    crowd = [
        Person(number, "A B", "info@example.org", parent_id=99) for number in range(1, LARGEST_GROUP + 2)
    ]
    assert find_pairs([crowd]) == []
    assert len(find_pairs([crowd[:3], crowd[:3]])) == 3, "each pair once"


TEXT = st.text(max_size=20)
PEOPLE = st.builds(
    Person,
    st.integers(1, 6),
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    st.booleans(),
    st.integers(0, 6),
    st.integers(0, 2),
)


@given(st.lists(PEOPLE, max_size=6))
def test_pairs_hold_for_any_data(people):
    for pair in find_pairs([people]):
        assert pair.first < pair.second and 60 <= pair.score <= 100 and pair.reasons


@given(PEOPLE, PEOPLE)
def test_comparing_is_symmetric(one, other):
    assert compare(one, other) == compare(other, one)
