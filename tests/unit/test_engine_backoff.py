"""Waiting times between tries."""

import math

import pytest
from hypothesis import given, strategies as st

from engine.backoff import FIRST_DELAY, LONGEST_DELAY, MAX_ATTEMPTS, delay_before, pause_after

DAY = 24 * 3600
attempts = st.integers(-5, 10**6)
asked = st.one_of(st.none(), st.integers(0, 10**9), st.floats(0, allow_infinity=True, allow_nan=False))


@given(attempt=attempts, retry_after=asked)
def test_never_shorter_after_more_failures(attempt, retry_after):
    assert delay_before(attempt + 1, retry_after) >= delay_before(attempt, retry_after)


@given(attempt=attempts, retry_after=asked)
def test_bounded(attempt, retry_after):
    delay = delay_before(attempt, retry_after)
    assert FIRST_DELAY <= delay <= DAY
    assert math.isfinite(delay)


@given(attempt=attempts)
def test_our_own_wait_is_at_most_four_hours(attempt):
    assert delay_before(attempt) <= LONGEST_DELAY == 4 * 3600


@given(attempt=attempts, retry_after=st.floats(0, DAY))
def test_the_shop_gets_the_pause_it_asks_for(attempt, retry_after):
    assert delay_before(attempt, retry_after) >= retry_after
    assert delay_before(attempt, retry_after) in (retry_after, delay_before(attempt))


@pytest.mark.parametrize("retry_after", [-1, -math.inf, math.nan])
def test_nonsense_from_the_shop_changes_nothing(retry_after):
    assert delay_before(3, retry_after) == delay_before(3)


def test_first_delays():
    assert [delay_before(attempt) for attempt in range(1, 6)] == [15, 30, 60, 120, 240]


def test_outage_of_four_days_heals_by_itself():
    waits = sum(delay_before(attempt) for attempt in range(1, MAX_ATTEMPTS))
    assert 4 * DAY < waits < 5 * DAY


def test_a_failing_shop_is_asked_every_ten_minutes_at_least():
    assert [pause_after(failures) for failures in (1, 2, 6, 7, 20)] == [15, 30, 480, 600, 600]
    assert pause_after(3, retry_after=3600) == 3600
    assert pause_after(1, retry_after=10**9) == 86400
