"""When a parcel that left is late, or silent."""

from datetime import date, timedelta
from typing import NamedTuple


class LateRule(NamedTuple):
    """In days. ``silent_days`` 0: silence is no reason for alarm."""

    transit_days: int = 0
    grace_days: int = 0
    silent_days: int = 0


def expected_day(shipped_on, promised_on, rule):
    """The day of delivery: what the carrier promised last, else what its service usually takes."""
    return promised_on or (shipped_on + timedelta(days=rule.transit_days))


def trouble_of(state, today, shipped_on, heard_on, promised_on, rule):
    """What is wrong with a delivery on its way.

    :param state: as :func:`~.tracking_events.state_of_delivery`
    :param date shipped_on: day it left
    :param heard_on: day of the last event, or None
    :param promised_on: day that the carrier promised, or None
    :param rule: :class:`LateRule`, or None when none applies
    :return: "lost", "exception", "returned", "late", "silent" or None
    """
    if state in ("lost", "exception", "returned"):
        return state
    if state == "delivered" or rule is None:
        return None
    if today > expected_day(shipped_on, promised_on, rule) + timedelta(days=rule.grace_days):
        return "late"
    heard: date = heard_on or shipped_on
    if rule.silent_days and (today - heard).days >= rule.silent_days:
        return "silent"
    return None
