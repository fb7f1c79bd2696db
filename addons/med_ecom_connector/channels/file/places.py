"""Where files come from and go to: what a folder of this machine and one on an SFTP server share.

:class:`~.folder.Folder` and :class:`~.sftp.Sftp` work alike: files are listed with what tells whether
they still grow, read, and moved to ``done`` or ``failed``; a file is written under a name that nobody
reads, and then renamed.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

#: bytes of one file
MAX_SIZE = 50_000_000
#: of one listing; the others come with the next visit
MAX_FILES = 1000
#: what programs call a file that they are still writing
UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".partial")


class PlaceError(Exception):
    """A place can't be used; ``code`` and ``params`` are put into words by whoever shows it."""

    def __init__(self, code, **params):
        super().__init__(f"{code} {params}" if params else code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Found:
    """A file and what changes while it is still being written."""

    name: str
    size: int
    changed: int


def is_plain_name(name):
    """Whether a name stays in its folder and is a finished, visible file."""
    return (
        bool(name)
        and name == posixpath.basename(name)
        and "\\" not in name
        and "\x00" not in name
        and not name.startswith(".")
        and not name.lower().endswith(UNFINISHED)
    )


def free_name(name, is_taken):
    """The name, or one with a number: what was processed before is never overwritten.

    :param is_taken: called with a name: whether a file has it
    """
    stem, mark, ending = name.rpartition(".")
    free, number = name, 0
    while is_taken(free):
        number += 1
        free = f"{stem}_{number}.{ending}" if mark else f"{name}_{number}"
    return free


def read_limited(handle):
    """The content of an opened file.

    :raises PlaceError: when it is larger than ``MAX_SIZE``
    """
    content = handle.read(MAX_SIZE + 1)
    if len(content) > MAX_SIZE:
        raise PlaceError("too_large", limit=MAX_SIZE // 1_000_000)
    return content


def check_same(there, content, name):
    """:raises PlaceError: when a file that is there already has other content than the one to be left"""
    if there != content:
        raise PlaceError("name_taken", name=name)
