"""What carriers tell about parcels: reading it, and what it means for a parcel and a delivery."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

#: In the order in which a parcel that arrives passes them.
PROGRESS = ("label", "picked_up", "in_transit", "out_for_delivery", "delivered")
TROUBLES = ("exception", "returned", "lost")
CODES = PROGRESS + TROUBLES

#: A month of one warehouse's parcels is far below this; more is no message but a mistake.
MAX_EVENTS = 1000
MAX_TEXT = 500


class TrackingDataError(ValueError):
    """:param problem: "unreadable", "too_many", "no_number", "unknown_code", "bad_time", "no_zone", "future"
    or "bad_expected"; :param value: what was given
    """

    def __init__(self, problem, value=""):
        super().__init__(f"{problem}: {value}")
        self.problem = problem
        self.value = str(value)[:80]


@dataclass(frozen=True)
class TrackingEvent:
    """``happened_at`` is aware UTC; ``expected_on`` is the day of delivery that the carrier promises."""

    number: str
    code: str
    happened_at: datetime
    place: str = ""
    text: str = ""
    expected_on: date | None = None

    def digest(self):
        """The same for the same event, however often it is told."""
        parts = [self.number, self.code, self.happened_at.isoformat(), self.place, self.text]
        parts.append(self.expected_on.isoformat() if self.expected_on else "")
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def read_message(body):
    """The entries of a webhook's body, each a dict; see ``static/schema/tracking_events.json``.

    :raises TrackingDataError: the body as a whole can't be read
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise TrackingDataError("unreadable") from None
    entries = data.get("events") if isinstance(data, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise TrackingDataError("unreadable")
    if len(entries) > MAX_EVENTS:
        raise TrackingDataError("too_many", len(entries))
    return entries


def read_event(entry, now):
    """An entry of a webhook as an event.

    :param now: aware instant; events are not told before they happen
    :raises TrackingDataError: says which part is wrong
    """
    number = clean_text(entry.get("tracking_number"))
    if not number:
        raise TrackingDataError("no_number")
    code = entry.get("code")
    if code not in CODES:
        raise TrackingDataError("unknown_code", code)
    expected = entry.get("expected_on")
    try:
        expected_on = date.fromisoformat(expected) if expected else None
    except (TypeError, ValueError):
        raise TrackingDataError("bad_expected", expected) from None
    happened_at = read_time(entry.get("time"), now)
    return TrackingEvent(
        number, code, happened_at, clean_text(entry.get("place")), clean_text(entry.get("text")), expected_on
    )


def read_time(text, now, zone=None):
    """An ISO 8601 instant, to the second.

    :param zone: ``tzinfo`` of times that name none; None refuses them
    """
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            if zone is None:
                raise TrackingDataError("no_zone", text)
            moment = moment.replace(tzinfo=zone)
        moment = moment.astimezone(UTC).replace(microsecond=0)
    except TrackingDataError:
        raise
    except (TypeError, ValueError, OverflowError):
        raise TrackingDataError("bad_time", text) from None
    if (moment - now).days >= 1 or moment.year < 2000:
        raise TrackingDataError("future" if moment.year >= 2000 else "bad_time", text)
    return moment


def clean_text(value):
    """A text on one line, without what PostgreSQL can't store; "" for what is no text."""
    # PostgreSQL has no NUL in texts
    text = value if isinstance(value, str) else ""
    return " ".join(text.replace("\x00", "").split())[:MAX_TEXT]


def state_of_parcel(codes):
    """The state of a parcel whose events came in this order of time; None without any.

    Carriers go on scanning: what is delivered stays so until something goes wrong, and a parcel
    that came back is back. One that was given up for lost, or was held up, travels on when it is seen again.
    """
    state = None
    for code in codes:
        if state == "delivered" and code in PROGRESS:
            continue
        if state == "returned" and code not in ("delivered", "lost"):
            continue
        state = code
    return state


def state_of_delivery(states):
    """The state of a delivery: its worst parcel, else the one that is the furthest behind.

    :param states: of its parcels, None for one of which nothing was told
    """
    for trouble in ("lost", "exception", "returned"):
        if trouble in states:
            return trouble
    if not states or None in states:
        return "shipped"
    return min(states, key=PROGRESS.index)
