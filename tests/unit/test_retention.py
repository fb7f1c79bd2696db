"""How long records are kept, by rule."""

from datetime import date

import pytest

from retention import STRICTEST, RetentionRule, get_retention

EXPIRY = date(2027, 1, 31)
MOVED = date(2026, 3, 1)
EU = RetentionRule("EU", 24, 10, 10, False, 15)


@pytest.mark.parametrize(
    ("rules", "expiry", "is_implant", "until"),
    [
        ([], EXPIRY, False, date(2029, 1, 31)),
        ([], None, False, date(2031, 3, 1)),
        ([EU], EXPIRY, False, date(2036, 3, 1)),
        ([EU], EXPIRY, True, date(2041, 3, 1)),
        ([EU], date(2040, 2, 29), False, date(2042, 2, 28)),
        ([STRICTEST, EU], None, False, date(2036, 3, 1)),
        ([STRICTEST, RetentionRule("own", years_after_movement=1)], EXPIRY, False, date(2029, 1, 31)),
    ],
)
def test_the_longest_rule_counts(rules, expiry, is_implant, until):
    kept = get_retention(rules, expiry, MOVED, is_implant)
    assert (kept.until, kept.for_ever) == (until, False)
    assert kept.holds_on(until)
    assert not kept.holds_on(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("rules", "is_implant"),
    [([], True), ([EU, STRICTEST], True), ([EU, RetentionRule("own", for_ever=True)], False)],
)
def test_kept_for_ever(rules, is_implant):
    kept = get_retention(rules, EXPIRY, MOVED, is_implant)
    assert kept.for_ever
    assert kept.holds_on(date(2999, 1, 1))
