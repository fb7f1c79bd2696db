import contextlib
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from engine.late_parcels import LateRule, trouble_of
from engine.tracking_events import (
    CODES,
    TrackingDataError,
    read_event,
    read_message,
    state_of_delivery,
    state_of_parcel,
)
from engine.tracking_file import read_file

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
SCHEMA = Path(__file__).parents[2] / "addons/med_ecom_connector/static/schema/tracking_events.json"


def entry(**changes):
    return {"tracking_number": "A1", "code": "in_transit", "time": "2026-11-24T09:30:00+08:00", **changes}


def test_schema_names_our_codes():
    item = json.loads(SCHEMA.read_text())["properties"]["events"]["items"]
    assert tuple(item["properties"]["code"]["enum"]) == CODES


def test_event_is_read():
    event = read_event(entry(place=" Hub\n1 ", expected_on="2026-11-26"), NOW)
    assert event.happened_at == datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    assert (event.place, event.expected_on) == ("Hub 1", date(2026, 11, 26))


def test_digest_is_of_the_content():
    same = read_event(entry(time="2026-11-24T01:30:00.25Z"), NOW)
    assert read_event(entry(), NOW).digest() == same.digest()
    assert read_event(entry(code="lost"), NOW).digest() != same.digest()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"tracking_number": " "}, "no_number"),
        ({"tracking_number": 5}, "no_number"),
        ({"code": "gone"}, "unknown_code"),
        ({"code": None}, "unknown_code"),
        ({"code": []}, "unknown_code"),
        ({"time": "2026-11-24T09:30:00"}, "no_zone"),
        ({"time": "yesterday"}, "bad_time"),
        ({"time": None}, "bad_time"),
        ({"time": "0001-01-01T00:00:00+10:00"}, "bad_time"),
        ({"time": "2026-12-24T09:30:00Z"}, "future"),
        ({"expected_on": "soon"}, "bad_expected"),
    ],
)
def test_bad_events_are_named(changes, problem):
    with pytest.raises(TrackingDataError) as caught:
        read_event(entry(**changes), NOW)
    assert caught.value.problem == problem


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"events": {}}', b'{"events": [1]}', b"\xff"])
def test_unreadable_messages(body):
    with pytest.raises(TrackingDataError):
        read_message(body)


@given(st.dictionaries(st.sampled_from(sorted(entry())), st.one_of(st.none(), st.text(), st.integers())))
def test_any_entry_is_read_or_refused(changes):
    with contextlib.suppress(TrackingDataError):
        read_event(entry(**changes), NOW)


@pytest.mark.parametrize(
    ("codes", "state"),
    [
        ([], None),
        (["label", "in_transit"], "in_transit"),
        (["delivered", "in_transit"], "delivered"),
        (["delivered", "exception"], "exception"),
        (["lost", "in_transit"], "in_transit"),
        (["exception", "delivered"], "delivered"),
        (["returned", "in_transit"], "returned"),
    ],
)
def test_state_of_parcel(codes, state):
    assert state_of_parcel(codes) == state


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ([], "shipped"),
        (["delivered", None], "shipped"),
        (["delivered", "in_transit"], "in_transit"),
        (["delivered", "delivered"], "delivered"),
        (["delivered", "lost"], "lost"),
        (["returned", "exception"], "exception"),
    ],
)
def test_state_of_delivery(states, state):
    assert state_of_delivery(states) == state


RULE = LateRule(transit_days=3, grace_days=1, silent_days=3)
LEFT = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("days", "state", "heard", "promised", "rule", "trouble"),
    [
        (2, "shipped", None, None, RULE, None),
        (3, "shipped", None, None, RULE, "silent"),
        (4, "in_transit", 3, None, RULE, None),
        (5, "in_transit", 5, None, RULE, "late"),
        (5, "in_transit", 5, 6, RULE, None),
        (8, "in_transit", 8, 6, RULE, "late"),
        (50, "delivered", 3, None, RULE, None),
        (1, "lost", 1, None, RULE, "lost"),
        (1, "exception", 1, None, None, "exception"),
        (50, "shipped", None, None, None, None),
        (4, "shipped", None, None, RULE._replace(silent_days=0), None),
    ],
)
def test_late_and_silent(days, state, heard, promised, rule, trouble):
    def day(number):
        return number and LEFT + timedelta(days=number)

    assert trouble_of(state, day(days), LEFT, day(heard), day(promised), rule) == trouble


def test_file_in_utf8():
    rows = read_file(
        b"Tracking number;Status;Time;Location\r\nA1;Delivered;2026-11-23 10:00;Lyon\r\n\r\n;Delivered;x;\r\n"
        b"B2;gone;2026-11-23 10:00;\r\nC3;lost;23.11.;\r\n",
        NOW,
        SHANGHAI,
    )
    assert [(row.line, row.problem) for row in rows] == [
        (2, ""),
        (4, "no_number"),
        (5, "unknown_code"),
        (6, "bad_time"),
    ]
    assert rows[0].event.happened_at == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert (rows[0].event.code, rows[0].event.place) == ("delivered", "Lyon")


def test_file_in_gbk():
    text = "运单号,物流状态,时间,地点\nSF123,已签收,2026/11/23 18:05:00,上海\n"
    (row,) = read_file(text.encode("gbk"), NOW, SHANGHAI)
    assert (row.event.number, row.event.code, row.event.place) == ("SF123", "delivered", "上海")


@pytest.mark.parametrize("content", [b"", b"a,b,c\n1,2,3\n", b"number,code\nA1,lost\n"])
def test_file_without_the_columns(content):
    with pytest.raises(TrackingDataError):
        read_file(content, NOW, UTC)


@given(st.binary(max_size=200))
def test_any_file_is_read_or_refused(content):
    with contextlib.suppress(TrackingDataError):
        read_file(b"number,code,time\n" + content, NOW, UTC)
