"""Paging while the shop goes on selling: nothing is skipped, nothing loops, short pages are noticed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from channels.errors import ProtocolError
from channels.neutral import RawOrder
from channels.paging import pages_by_change, pages_by_offset

START = datetime(2026, 1, 1, tzinfo=UTC)


class Shop:
    """Orders with a second of last change each; ``script`` changes some before each call."""

    def __init__(self, seconds, script=()):
        self.changed = {str(number): second for number, second in enumerate(seconds)}
        self.script = iter(script)
        self.calls = 0

    def fetch(self, size):
        def fetch(since, offset):
            self.calls += 1
            assert self.calls < 500, "loops"
            for number in next(self.script, ()):
                if str(number) in self.changed:
                    self.changed[str(number)] = max(self.changed.values()) + 1
            rows = [
                RawOrder(key, key, START + timedelta(seconds=second), {})
                for key, second in sorted(self.changed.items(), key=lambda row: (row[1], row[0]))
                if since is None or START + timedelta(seconds=second) >= since
            ]
            return rows[offset : offset + size], len(rows)

        return fetch


@settings(max_examples=150, deadline=None)
@given(
    seconds=st.lists(st.integers(0, 8), max_size=25),
    script=st.lists(st.lists(st.integers(0, 24), max_size=3), max_size=12),
    size=st.integers(2, 6),
)
def test_every_order_is_seen_in_its_last_state(seconds, script, size):
    shop = Shop(seconds, script)
    seen = {}
    for page in pages_by_change(shop.fetch(size), None, size):
        assert page
        seen.update({row.external_id: row.modified_at for row in page})
    assert seen == {key: START + timedelta(seconds=second) for key, second in shop.changed.items()}


@settings(max_examples=100, deadline=None)
@given(seconds=st.lists(st.integers(0, 8), max_size=25), since=st.integers(0, 9), size=st.integers(1, 6))
def test_a_quiet_shop_is_read_once_and_in_order(seconds, since, size):
    pages = list(pages_by_change(Shop(seconds).fetch(size), START + timedelta(seconds=since), size))
    rows = [row for page in pages for row in page]
    assert sorted(row.external_id for row in rows) == sorted(
        str(number) for number, second in enumerate(seconds) if second >= since
    )
    assert [row.modified_at for row in rows] == sorted(row.modified_at for row in rows)


def test_short_page():
    rows = [RawOrder("1", "1", START, {})]
    with pytest.raises(ProtocolError):
        list(pages_by_change(lambda since, offset: (rows, 7), None, 5))
    with pytest.raises(ProtocolError):
        list(pages_by_offset(lambda offset: (rows, 7), 5))


def test_a_row_twice_on_a_page_comes_once():
    rows = [RawOrder("1", "1", START, {})] * 2
    assert list(pages_by_change(lambda since, offset: (rows, 2), None, 5)) == [rows[:1]]


def test_shop_that_ignores_where_to_start():
    """It must end all the same."""
    rows = [RawOrder(str(number), "", START + timedelta(seconds=number), {}) for number in range(7)]
    pages = list(pages_by_change(lambda since, offset: (rows[offset : offset + 2], 7), None, 2))
    assert {row.external_id for page in pages for row in page} == set("0123456")


def test_by_offset():
    assert list(pages_by_offset(lambda offset: ("abcde"[offset : offset + 2], 5), 2)) == ["ab", "cd", "e"]
    assert list(pages_by_offset(lambda offset: ([], 0), 2)) == []
