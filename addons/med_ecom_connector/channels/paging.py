"""Paging through a list that changes while we read it."""

from .errors import ProtocolError


def pages_by_change(fetch, since, page_size):
    """Yield pages of :class:`~.base.RawOrder`, oldest change first, without skipping any.

    With plain offsets an order that changes while we page moves to the end, everything behind
    it moves up by one, and the order that slips over the page's edge is never seen. So each
    next page starts at the last change seen instead. Offsets serve only where more orders than
    fit on a page carry the same instant.

    :param fetch: ``(since, offset) -> (rows, total)``, rows changed at or after ``since``
        in order of change, and how many there are from offset 0
    :param since: aware datetime or None for all
    """
    offset, edge = 0, set()
    while True:
        rows, total = fetch(since, offset)
        if len(rows) < min(page_size, total - offset):
            raise ProtocolError(f"A page has {len(rows)} rows where the shop promised {total - offset}.")
        versions = {(row.external_id, row.modified_at): row for row in rows}
        new = [row for version, row in versions.items() if version not in edge]
        if new:
            yield new
        if offset + len(rows) >= total:
            return
        last = rows[-1].modified_at
        if since is None or last > since:
            since, offset = last, 0
            edge = {version for version in versions if version[1] >= last}
        else:
            offset += len(rows)
            edge |= set(versions)


def pages_by_offset(fetch, page_size):
    """Yield pages of a list that seldom changes.

    :param fetch: ``offset -> (rows, total)``
    """
    offset = 0
    while True:
        rows, total = fetch(offset)
        if len(rows) < min(page_size, total - offset):
            raise ProtocolError(f"A page has {len(rows)} rows where the shop promised {total - offset}.")
        if rows:
            yield rows
        offset += len(rows)
        if offset >= total:
            return
