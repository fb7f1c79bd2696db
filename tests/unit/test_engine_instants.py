"""Instants there and back."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, strategies as st

from engine.instants import aware_utc, naive_utc

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30), timezones=zones)


@given(instants)
def test_the_same_second_in_any_zone(instant):
    naive = naive_utc(instant)
    assert naive.tzinfo is None
    assert naive.microsecond == 0
    assert timedelta(0) <= instant - aware_utc(naive) < timedelta(seconds=1)


@given(instants)
def test_there_and_back(instant):
    naive = naive_utc(instant)
    assert naive_utc(aware_utc(naive)) == naive
    assert aware_utc(naive).tzinfo is UTC


def test_shanghai():
    noon = datetime(2026, 11, 23, 12, 0, 0, 999999, tzinfo=timezone(timedelta(hours=8)))
    assert naive_utc(noon) == datetime(2026, 11, 23, 4, 0, 0)
