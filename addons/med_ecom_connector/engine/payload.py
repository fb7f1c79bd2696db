"""How payloads are kept: as JSON text, with amounts exact."""

import hashlib
import json
from decimal import Decimal


def _encode(value):
    if isinstance(value, Decimal):
        # ``repr`` of the nearest float gives back the shop's digits up to 15 of them
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} does not belong in a payload")


def dumps(payload):
    """Canonical JSON text: sorted keys, so that equal payloads give equal text."""
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_encode)


def loads(text):
    """Inverse of :func:`dumps`; fractions come back as ``Decimal``."""
    return json.loads(text, parse_float=Decimal)


def indented(text):
    """The same payload for a person to read."""
    return json.dumps(json.loads(text), indent=2, ensure_ascii=False)


def digest(content):
    """SHA-256 in hexadecimal of bytes or text."""
    if isinstance(content, str):
        content = content.encode()
    return hashlib.sha256(content).hexdigest()
