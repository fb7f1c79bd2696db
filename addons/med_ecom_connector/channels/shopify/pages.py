"""Lists of the shop, and whether they arrived whole."""

from ..errors import ProtocolError
from ..sentences import _lt


def read_page(connection, field, rows):
    """Rows of one page, and the cursor of the next or None.

    :raises ProtocolError: when rows are missing
    """
    info = connection.get("pageInfo") if isinstance(connection, dict) else None
    if not isinstance(info, dict) or not isinstance(rows, list):
        raise ProtocolError(_lt("The list of %(field)s has no page.", field=field))
    cursors = [row.get("cursor") for row in rows if isinstance(row, dict) and "cursor" in row]
    ends = [info.get(key) for key in ("startCursor", "endCursor")]
    whole = all(isinstance(row, dict) for row in rows) and bool(rows) == any(ends)
    if not whole or (cursors and not set(ends) <= set(cursors)):
        raise ProtocolError(_lt("The list of %(field)s is cut off.", field=field))
    if not info.get("hasNextPage"):
        return rows, None
    if not rows or not info.get("endCursor"):
        raise ProtocolError(_lt("The list of %(field)s breaks off.", field=field))
    return rows, info["endCursor"]


def whole_nodes(rows, ids):
    """The records among the answers for these ids; unknown ones are answered with null.

    :raises ProtocolError: when some are not answered at all
    """
    if not isinstance(rows, list):
        raise ProtocolError(_lt("The answer has no nodes."))
    found = {row["id"]: row for row in rows if isinstance(row, dict) and row.get("id")}
    if len(found) + sum(not row for row in rows) < len(set(ids)):
        raise ProtocolError(
            _lt("The shop answered %(found)s of %(asked)s records.", found=len(found), asked=len(ids))
        )
    return list(found.values())


def nodes_of(row, key):
    """The rows of a list that came with a record; none where the record has no such list.

    :param row: :class:`~..reading.Reader`
    """
    return row.child(key, {"nodes": []}).children("nodes", ())
