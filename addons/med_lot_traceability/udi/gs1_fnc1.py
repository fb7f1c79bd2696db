"""Elements of a GS1 message as a scanner sends it, and what can be wrong when a separator (FNC1) was lost.

A lost separator makes the next element part of the lot or serial number before it. Nothing in the message
proves it, so such a value is questioned: all its possible readings are given, and a person chooses.
"""

from __future__ import annotations

from . import gs1_elements as elements
from .scan import UdiScan

SEPARATOR = "\x1d"
# AIs that follow a lot or a serial number on devices. Dates and DIs are unlikely to be there by chance: they
# are looked for in every value. The others are so short that they are looked for only where the scanner sent
# no separator at all.
SURE_FOLLOWERS = ("01", "11", "17")
FOLLOWERS = ("10", "21", "240")
# A lot of one or two characters, or a serial number of so few, is less likely than a lot that has "21" in it.
SHORTEST_PART = 3
MOST_READINGS = 20


def read(message: str, scan: UdiScan, usual_lot_length: int | None) -> None:
    """Read the whole message; questions and errors go to `scan`."""
    separated = SEPARATOR in message.strip(SEPARATOR)
    for segment in message.split(SEPARATOR):
        rest = segment
        while rest:
            rest = _read_element(rest, scan, separated, usual_lot_length)


def _read_element(rest: str, scan: UdiScan, separated: bool, usual_lot_length: int | None) -> str:
    """Read the first element of `rest`; returns what remains of it."""
    ai = elements.find(rest[:4])
    if ai is None:
        scan.error("truncated" if len(rest) < 2 else "unknown_ai")
        return ""
    shortest, longest = elements.lengths(ai)
    value = rest[len(ai.ai) :]
    if shortest == longest:
        value, rest = value[:longest], value[longest:]
    else:
        rest = ""
    readings = tails(ai.ai, value, followers=None) if len(value) > longest else []
    if not readings and len(value) <= longest and ai.ai in ("10", "21"):
        usual = ai.ai == "10" and usual_lot_length is not None and len(value) <= usual_lot_length
        short = () if separated or usual else FOLLOWERS
        readings = tails(ai.ai, value, followers=SURE_FOLLOWERS + short)
        readings = readings and [elements.reading(ai.ai, value), *readings]
    if readings:
        scan.question("missing_fnc1", readings)
    elif wrong := elements.problem(ai, value):
        scan.error(wrong)
        if wrong == "gtin_check_digit" and ai.ai == elements.GTIN:
            scan.put("di", value)
    else:
        elements.put(scan, ai.ai, value)
    return rest


def tails(ai: str, value: str, followers: tuple[str, ...] | None) -> list[dict]:
    """The readings of `value` as a shorter value of `ai` and further elements after it.

    followers: AIs that may come first after it; None for all, where the value is too long to be right as it
    is.
    """
    entry = elements.find(ai)
    longest = elements.lengths(entry)[1]
    found = []
    for cut in range(SHORTEST_PART if followers else 1, min(longest, len(value) - 1) + 1):
        if followers and not value.startswith(followers, cut):
            continue
        further = _further(value[cut:], ai, bool(followers))
        if further and not elements.problem(entry, value[:cut]):
            found.append({**elements.reading(ai, value[:cut]), **further})
    return found[:MOST_READINGS]


def _further(rest: str, first: str, wary: bool) -> dict:
    """`rest` as elements that are all right, none twice; empty if it is not."""
    seen, values = {first}, {}
    while rest:
        ai = elements.find(rest[:4])
        if ai is None or ai.ai in seen:
            return {}
        shortest, longest = elements.lengths(ai)
        value = rest[len(ai.ai) :]
        value = value[:longest] if shortest == longest else value
        if elements.problem(ai, value) or (wary and shortest != longest and len(value) < SHORTEST_PART):
            return {}
        rest = rest[len(ai.ai) + len(value) :]
        seen.add(ai.ai)
        values.update(elements.reading(ai.ai, value))
    return values
