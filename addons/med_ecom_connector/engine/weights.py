"""Weights of parcels: what the scale says against what the products should weigh."""

import re
from typing import NamedTuple

#: Grams in one unit of weight, as scales write it.
GRAMS = {"g": 1.0, "kg": 1000.0, "lb": 453.59237, "lbs": 453.59237, "oz": 28.349523125}

#: A figure with its sign and unit. Longer units first, so that "kg" is never read as "k" and a rest.
_READING = re.compile(r"([-+]?)\s*(\d[\d.,]*|[.,]\d+)\s*(kg|g|lbs?|oz)?(?![a-z])", re.IGNORECASE)
#: A&D and most Chinese scales head a reading that still moves with "US"; Mettler-Toledo's SICS with
#: "S D" (dynamic), "S I" (not executable), "S +" and "S -" (over- and underload).
_UNSTABLE = re.compile(r"^\s*(US\b|OL\b|S\s+[DI+-](\s|$))", re.IGNORECASE)


class Tolerance(NamedTuple):
    """What may differ without a word: the larger of the two counts."""

    grams: float = 0.0
    percent: float = 0.0


class UnreadableWeightError(ValueError):
    """Nothing that could be a parcel's weight."""


def read_scale(text, unit="kg"):
    """The weight that was typed, or that a scale sent as keystrokes.

    Scales send more than the figure ("ST,GS,+  1.250kg", "S S      1.250 kg"), and people write
    a comma for the decimal point.

    :param unit: "kg" or "lb": of a figure without unit, and of the result
    :raises UnreadableWeightError: no figure, not settled yet, or not above zero
    """
    if _UNSTABLE.match(text):
        raise UnreadableWeightError("unstable")
    found = list(_READING.finditer(text))
    if len(found) != 1:
        raise UnreadableWeightError("no single figure")
    sign, figure, written_unit = found[0].groups()
    weight = _number(figure) * GRAMS[(written_unit or unit).lower()] / GRAMS[unit]
    if sign == "-" or weight <= 0:
        raise UnreadableWeightError("not above zero")
    return weight


def _number(figure):
    """The last of "." and "," is the decimal sign when both are there; alone, either is one."""
    mark = max(figure.rfind("."), figure.rfind(","))
    if mark < 0:
        return float(figure)
    whole, decimals = figure[:mark], figure[mark + 1 :]
    if figure[mark] in whole or not (decimals.isdigit() or not decimals):
        raise UnreadableWeightError("two decimal signs")
    return float(f"{re.sub('[.,]', '', whole) or 0}.{decimals or 0}")


def allowance(expected, tolerance, unit="kg"):
    """By how much a parcel that should weigh ``expected`` may differ, in ``unit``."""
    return max(tolerance.grams / GRAMS[unit], abs(expected) * tolerance.percent / 100)


def judge(expected, actual, tolerance, unit="kg", is_known=True):
    """What to make of a parcel's weight.

    :param is_known: False when a product in it has no weight, so that nothing can be expected
    :return: "missing", "unknown", "deviation" or "ok"
    """
    if not actual:
        return "missing"
    if not is_known:
        return "unknown"
    # a scale's last digit and a binary fraction must not make a deviation out of an exact limit
    return "deviation" if abs(actual - expected) > allowance(expected, tolerance, unit) + 1e-9 else "ok"
