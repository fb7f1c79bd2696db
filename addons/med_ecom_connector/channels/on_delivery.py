"""Orders that the carrier collects the money for."""

import re

_SIGNS = re.compile(r"[\W_]+")
_WORDS = (
    "cashondelivery",
    "paymentondelivery",
    "payondelivery",
    "货到付款",
    "nachnahme",
    "contreremboursement",
)


def is_paid_on_delivery(method):
    """Whether a shop's method of payment, by code or title, means that the carrier collects."""
    parts = [part for part in _SIGNS.split((method or "").lower()) if part]
    return "cod" in parts or any(word in "".join(parts) for word in _WORDS)
