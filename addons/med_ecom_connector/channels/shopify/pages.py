"""Lists of the shop, and whether they arrived whole."""

from ..errors import ProtocolError


def read_page(connection, field, rows):
    """Rows of one page, and the cursor of the next or None.

    :raises ProtocolError: when rows are missing
    """
    info = connection.get("pageInfo") if isinstance(connection, dict) else None
    if not isinstance(info, dict) or not isinstance(rows, list):
        raise ProtocolError(f"The list of {field} has no page.")
    cursors = [row.get("cursor") for row in rows if isinstance(row, dict) and "cursor" in row]
    ends = [info.get(key) for key in ("startCursor", "endCursor")]
    whole = all(isinstance(row, dict) for row in rows) and bool(rows) == any(ends)
    if not whole or (cursors and not set(ends) <= set(cursors)):
        raise ProtocolError(f"The list of {field} is cut off.")
    if not info.get("hasNextPage"):
        return rows, None
    if not rows or not info.get("endCursor"):
        raise ProtocolError(f"The list of {field} breaks off.")
    return rows, info["endCursor"]


def whole_nodes(rows, ids):
    """The records among the answers for these ids; unknown ones are answered with null.

    :raises ProtocolError: when some are not answered at all
    """
    if not isinstance(rows, list):
        raise ProtocolError("The answer has no nodes.")
    found = {row["id"]: row for row in rows if isinstance(row, dict) and row.get("id")}
    if len(found) + sum(not row for row in rows) < len(set(ids)):
        raise ProtocolError(f"The shop answered {len(found)} of {len(ids)} records.")
    return list(found.values())


def nodes_of(row, key):
    """The rows of a list that came with a record; none where the record has no such list.

    :param row: :class:`~..reading.Reader`
    """
    return row.child(key, {"nodes": []}).children("nodes", ())
