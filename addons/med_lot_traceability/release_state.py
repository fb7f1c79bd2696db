"""What quality has decided about a lot: in general, and for what lies in a certain zone."""

#: From harmless to final. Where two decisions meet, the later one in this list counts.
SEVERITY = ("released", "quarantine", "hold", "rejected", "recalled")


def is_stricter(status, other):
    """Whether ``status`` blocks more than ``other``; no status at all is the mildest."""
    return bool(status) and (not other or SEVERITY.index(status) > SEVERITY.index(other))


class ReleaseState:
    """The release state of one lot, as read under lock.

    :ivar status: where no other decision was made for the zone
    :ivar by_zone: dict of zone id to status, only for the zones with a decision of their own
    :ivar expiration_date: naive UTC datetime or None
    """

    __slots__ = ("by_zone", "expiration_date", "status")

    def __init__(self, status, by_zone=None, expiration_date=None):
        self.status = status
        self.by_zone = by_zone or {}
        self.expiration_date = expiration_date

    def in_zone(self, zone_id):
        """The status of what lies in this zone."""
        return self.by_zone.get(zone_id, self.status)

    def __repr__(self):
        return f"ReleaseState({self.status!r}, {self.by_zone!r}, {self.expiration_date!r})"


def combine(own, batch):
    """The state of a serial from its own decisions and its batch's.

    Its own status counts instead of the batch's. But what is decided about a zone of the batch also binds
    the serials that were decided on their own, unless their own status is stricter.

    :param own: ReleaseState whose status may be None: it follows the batch
    :param batch: ReleaseState of the batch
    """
    by_zone = {
        zone: own.status if is_stricter(own.status, status) else status
        for zone, status in batch.by_zone.items()
    }
    return ReleaseState(
        own.status or batch.status, by_zone | own.by_zone, own.expiration_date or batch.expiration_date
    )
