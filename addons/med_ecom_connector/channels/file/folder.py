"""A folder of this machine as a place of files."""

import os
from contextlib import contextmanager
from pathlib import Path

from .places import MAX_FILES, Found, PlaceError, check_same, free_name, is_plain_name, read_limited


class Folder:
    """A folder below the base directory that the server's configuration names.

    :raises PlaceError: when there is no base directory, or the folder is not below it
    """

    def __init__(self, base, folder):
        self.base = Path(base).resolve()
        self.path = (self.base / (folder or ".")).resolve()
        if not self.base.is_dir():
            raise PlaceError("base_missing")
        if not self.path.is_relative_to(self.base):
            raise PlaceError("outside", folder=folder)

    @contextmanager
    def opened(self):
        """Use the place, as a context; what the disk refuses inside becomes a :class:`~.places.PlaceError`.

        :raises PlaceError: when the folder is missing, or a call fails
        """
        if not self.path.is_dir():
            raise PlaceError("folder_missing", folder=str(self.path.relative_to(self.base)))
        try:
            yield self
        except OSError as error:
            raise PlaceError("refused", message=error.strerror or type(error).__name__) from None

    def list(self):
        """:return: list of :class:`~.places.Found`, by name, at most ``MAX_FILES``"""
        files = []
        for entry in sorted(os.scandir(self.path), key=lambda one: one.name)[:MAX_FILES]:
            # a link could lead out of the base directory
            if is_plain_name(entry.name) and entry.is_file(follow_symlinks=False):
                info = entry.stat(follow_symlinks=False)
                files.append(Found(entry.name, info.st_size, int(info.st_mtime)))
        return files

    def fetch(self, name):
        """The content of a file, see :func:`~.places.read_limited`."""
        with open(self._file(name), "rb") as handle:
            return read_limited(handle)

    def move(self, name, folder):
        """Put a file into a folder below this one, under a :func:`~.places.free_name`."""
        target = self.path / folder
        target.mkdir(exist_ok=True)
        self._file(name).rename(target / free_name(name, lambda new: (target / new).exists()))

    def leave(self, name, content):
        """Write a file, whole or not at all; one that is there already is left as it is.

        :param bytes content: the whole file
        :raises PlaceError: when another file has this name
        """
        target = self._file(name)
        if target.exists():
            return check_same(self.fetch(name), content, name)
        part = self._file(f"{name}.part")
        part.write_bytes(content)
        return part.rename(target)

    def _file(self, name):
        path = self.path / name
        if path.is_symlink() or path.parent != self.path:
            raise PlaceError("outside", folder=name)
        return path
