"""Exact amounts: from a shop's JSON to Decimal and back."""

import re
from decimal import ROUND_FLOOR, Decimal

#: ASCII digits only; ``Decimal("١٢")`` and ``Decimal("1_000")`` would be accepted otherwise
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_LIMIT = Decimal("1e12")
_MICRO = Decimal("0.000001")


def to_decimal(value):
    """Read a number of a shop without a rounding error.

    JSON floats are kept as Python floats in payloads, so that payloads stay plain JSON.
    ``repr`` of a float is the shortest text that names it, which is the very text the shop
    wrote for anything up to 15 significant digits.

    :return: Decimal with at most 6 decimals
    :raises ValueError: when it is not a finite number below 10**12
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        raise ValueError("not a number")
    text = repr(value) if isinstance(value, float) else str(value).strip()
    if len(text) > 60 or not _NUMBER.fullmatch(text):
        raise ValueError("not a number")
    number = Decimal(text)
    if abs(number) >= _LIMIT:
        raise ValueError("too large")
    return tidy(number)


def tidy(number):
    """Cut what division or binary floats left behind the sixth decimal; drop trailing zeros."""
    exact = number.quantize(_MICRO).normalize()
    # normalize() writes 100 as 1E+2, which reads badly in messages
    return exact.quantize(Decimal(1)) if exact.as_tuple().exponent > 0 else exact


def json_number(number):
    """The JSON number for an amount or a quantity: an integer where it is one."""
    return int(number) if number == number.to_integral_value() else float(number)


def whole_units(quantity):
    """Sellable pieces for a shop that takes only whole ones: never rounded up, never below 0."""
    return max(0, int(quantity.to_integral_value(rounding=ROUND_FLOOR)))
