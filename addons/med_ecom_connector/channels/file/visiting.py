"""What is done at a place at each visit: nothing twice, nothing lost, whatever breaks off in between.

A file moves, and a file is left, only after what was read or written is safe: whoever visits says so
by having committed it before. So each file takes two visits, and a visit that is cut off anywhere is made
up for by the next one.
"""

from .places import MAX_SIZE, PlaceError


def look(place, seen, wanted, take):
    """Read the files that have not grown since the last visit, the oldest first.

    :param place: an opened :class:`~.folder.Folder` or :class:`~.sftp.Sftp`
    :param dict seen: what the last visit returned: name to size and time
    :param wanted: called with a :class:`~.places.Found`: whether the file is for us
    :param take: called with a :class:`~.places.Found` and its content; returns the folder to put the file
        into once its content is safe, None as long as it is not
    :return: tuple (what was seen, :class:`~.places.PlaceError` or None)
    """
    now_seen, trouble = {}, None
    for found in sorted(filter(wanted, place.list()), key=lambda one: (one.changed, one.name)):
        state = [found.size, found.changed]
        now_seen[found.name] = state
        if found.size > MAX_SIZE:
            # this one waits for a person, the others need not
            trouble = PlaceError("too_large", limit=MAX_SIZE // 1_000_000)
        elif (seen or {}).get(found.name) == state:
            folder = take(found, place.fetch(found.name))
            if folder:
                place.move(found.name, folder)
                del now_seen[found.name]
    return now_seen, trouble
