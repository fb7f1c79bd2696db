"""Paging through a list that changes while we read it."""

from .errors import ProtocolError

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
    offset, edge, anchor = 0, set(), None
    overlap = min(1, page_size - 1)
    restarts = 0
    while True:
        rows, total = fetch(since, offset)
        _check_page(rows, min(page_size, total - offset))
        versions = {_version(row): row for row in rows}
        if anchor and (not rows or _version(rows[0]) != anchor):
            restarts += 1
            if restarts > MAX_RESTARTS:
                raise ProtocolError("The shop's list changes faster than it can be read.")
            offset, anchor = 0, None
            continue
        new = [row for version, row in versions.items() if version not in edge]
        if new:
            yield new
        if offset + len(rows) >= total:
            return
        last = rows[-1].modified_at
        if since is None or last > since:
            since, offset, anchor = last, 0, None
            edge = {version for version in versions if version[1] >= last}
        else:
            offset += len(rows) - overlap
            anchor = _version(rows[-1]) if overlap else None
            edge |= set(versions)


def _version(row):
    return (row.external_id, row.modified_at)


def _check_page(rows, promised):
    if len(rows) < promised:
        raise ProtocolError(f"A page has {len(rows)} rows where the shop promised {promised}.")


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
