"""Reading a shop's JSON without trusting it: every surprise becomes a PayloadError."""

from datetime import UTC, datetime

from .errors import FieldMissing, PayloadError
from .money import to_decimal

_YEARS = range(1990, 2101)
_MISSING = object()


def clean_text(text):
    """Drop what PostgreSQL refuses: NUL characters, halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def in_fixed_order(data):
    """The same JSON with lists of records sorted by their id.

    Shops give lines and meta data in an order that differs from call to call, which would make
    an unchanged order look changed.
    """
    if isinstance(data, dict):
        return {key: in_fixed_order(value) for key, value in data.items()}
    if not isinstance(data, list):
        return data
    rows = [in_fixed_order(row) for row in data]
    ids = {type(row.get("id")) if isinstance(row, dict) else None for row in rows}
    return sorted(rows, key=lambda row: row["id"]) if ids in ({str}, {int}) else rows


def utc_instant(text):
    """ISO 8601 to an aware UTC datetime; a text without zone is taken as UTC.

    :raises ValueError: when it is not a date of the years 1990 to 2100
    """
    instant = datetime.fromisoformat(text)
    instant = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
    if instant.year not in _YEARS:
        raise ValueError("absurd date")
    return instant.astimezone(UTC)


class Reader:
    """A JSON object that knows where in the payload it stands.

    Every getter takes the key and an optional default for absent or null values; without
    a default the value is required. Wrong types raise :class:`PayloadError` with ``field``.

    :param data: the object, as the JSON decoder gave it
    :param str path: where it stands in the payload, e.g. ``items[2]``; empty for the whole
    """

    def __init__(self, data, path=""):
        if not isinstance(data, dict):
            raise PayloadError(f"{path or 'The payload'} is not an object", field=path)
        self.data = data
        self.path = path

    def at(self, key):
        """Where a key stands in the payload, dotted, e.g. ``items[2].quantity``."""
        return f"{self.path}.{key}" if self.path else str(key)

    def fail(self, key, reason):
        """:raises PayloadError: always; ``reason`` goes on from the name of the field, e.g. "is negative"."""
        raise PayloadError(f"{self.at(key)}: {reason}", field=self.at(key))

    def _value(self, key, default):
        value = self.data.get(key)
        if value is not None:
            return value
        if default is _MISSING:
            raise FieldMissing(f"{self.at(key)}: is missing", field=self.at(key))
        return default

    def text(self, key, default=_MISSING):
        """A text without blanks around it, and without what PostgreSQL refuses."""
        value = self._value(key, default)
        if not isinstance(value, str):
            self.fail(key, "is not a text")
        return clean_text(value).strip()

    def identifier(self, key, default=_MISSING):
        """An id, as text; shops use numbers or texts for them."""
        value = self._value(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, str)):
            self.fail(key, "is not an id")
        try:
            value = clean_text(str(value)).strip()
        except ValueError:  # an integer of thousands of digits
            value = ""
        if len(value) > 200 or (not value and default is _MISSING):
            self.fail(key, "is not an id")
        return value

    def number(self, key, default=_MISSING):
        """A :class:`~decimal.Decimal`, from a number or from a text that is one."""
        value = self._value(key, default)
        try:
            return to_decimal(value)
        except ValueError as error:
            self.fail(key, f"is not a usable number ({error})")

    def tax_rate(self, key, default=_MISSING):
        """A rate in percent."""
        rate = self.number(key, default)
        if not 0 <= rate <= 1000:
            self.fail(key, "is not a tax rate in percent")
        return rate

    def choice(self, key, ours, default=_MISSING):
        """A word of the shop's, in our terms.

        :param ours: dict of every word that the shop may say to ours
        """
        word = self.text(key, default)
        if word not in ours:
            self.fail(key, f"{word!r} is not one we know")
        return ours[word]

    def flag(self, key, default=_MISSING):
        """True or false, and nothing that merely looks like it."""
        value = self._value(key, default)
        if not isinstance(value, bool):
            self.fail(key, "is not true or false")
        return value

    def instant(self, key, default=_MISSING):
        """An aware UTC datetime, see :func:`utc_instant`; None when the default is."""
        value = self._value(key, default)
        if value is None:
            return None
        try:
            return utc_instant(value)
        except (TypeError, ValueError, OverflowError):
            self.fail(key, "is not a date and time")

    def child(self, key, default=_MISSING):
        """A nested object; pass ``default={}`` when it may be absent."""
        return Reader(self._value(key, default), self.at(key))

    def children(self, key, default=_MISSING):
        """A list of objects; pass ``default=()`` when it may be absent."""
        rows = self._value(key, default)
        if not isinstance(rows, (list, tuple)):
            self.fail(key, "is not a list")
        return [Reader(row, f"{self.at(key)}[{index}]") for index, row in enumerate(rows)]
