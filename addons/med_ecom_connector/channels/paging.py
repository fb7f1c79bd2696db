"""Paging through a list that changes while we read it."""

from .errors import ProtocolError
from .sentences import _lt

#: how often a list may move under our hands before we leave it for the next run
MAX_RESTARTS = 100


def pages_by_change(fetch, since, page_size):
    """Yield pages of :class:`~.base.RawOrder`, oldest change first, without skipping any.

    With plain offsets an order that changes while we page moves to the end, everything behind
    it moves up by one, and the order that slips over the page's edge is never seen. So each
    next page starts at the last change seen instead. Offsets serve only where more orders than
    fit on a page carry the same instant; there a page begins with the last row of the page
    before, and when that has moved, the instant is read again from its start.

    :param fetch: ``(since, offset) -> (rows, total)``, rows changed at or after ``since``
        in order of change, and how many there are from offset 0
    :param since: aware datetime or None for all
    """
    place = _Place(since, overlap=min(1, page_size - 1))
    while True:
        rows, total = fetch(place.since, place.offset)
        _check_page(rows, min(page_size, total - place.offset))
        if place.has_moved(rows):
            place.restart()
            continue
        new = place.unseen(rows)
        if new:
            yield new
        if place.offset + len(rows) >= total:
            return
        place.advance(rows)


class _Place:
    """Where in the list we are: an instant, and an offset among the rows from there on."""

    def __init__(self, since, overlap):
        self.since = since
        self.offset = 0
        self._overlap = overlap
        self._seen = set()
        self._anchor = None
        self._restarts = 0

    def has_moved(self, rows):
        """Whether the row that the page should begin with is elsewhere by now."""
        return self._anchor is not None and (not rows or _version(rows[0]) != self._anchor)

    def restart(self):
        self._restarts += 1
        if self._restarts > MAX_RESTARTS:
            raise ProtocolError(_lt("The shop's list changes faster than it can be read."))
        self.offset, self._anchor = 0, None

    def unseen(self, rows):
        versions = {_version(row): row for row in rows}
        return [row for version, row in versions.items() if version not in self._seen]

    def advance(self, rows):
        last = rows[-1].modified_at
        versions = {_version(row) for row in rows}
        if self.since is None or last > self.since:
            self.since, self.offset, self._anchor = last, 0, None
            self._seen = {version for version in versions if version[1] >= last}
        else:
            self.offset += len(rows) - self._overlap
            self._anchor = _version(rows[-1]) if self._overlap else None
            self._seen |= versions


def _version(row):
    return (row.external_id, row.modified_at)


def whole_page(rows, total, offset, limit):
    """The records of one page, each once.

    :param total: how many the shop says there are from offset 0
    :raises ProtocolError: when the page has fewer than it should
    """
    rows = list({row.get("id", index): row for index, row in enumerate(rows)}.values())
    _check_page(rows, min(limit, total - offset))
    return rows


def _check_page(rows, promised):
    if len(rows) < promised:
        raise ProtocolError(
            _lt(
                "A page has %(count)s rows where the shop promised %(promised)s.",
                count=len(rows),
                promised=promised,
            )
        )


def pages_by_offset(fetch, page_size):
    """Yield pages of a list that seldom changes.

    :param fetch: ``offset -> (rows, total)``
    """
    offset = 0
    while True:
        rows, total = fetch(offset)
        _check_page(rows, min(page_size, total - offset))
        if rows:
            yield rows
        offset += len(rows)
        if offset >= total:
            return
