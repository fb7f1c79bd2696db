"""Instants between shops, which know time zones, and Odoo, which keeps naive UTC to the second."""

from datetime import UTC


def naive_utc(instant):
    """A shop's instant as Odoo keeps it."""
    return instant.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def aware_utc(instant):
    """Inverse of :func:`naive_utc`; an empty field gives None."""
    return instant.replace(tzinfo=UTC) if instant else None
