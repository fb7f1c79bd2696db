"""A folder on an SFTP server as a place of files."""

from __future__ import annotations

import posixpath
import stat
from contextlib import contextmanager

import paramiko

from .places import MAX_FILES, Found, PlaceError, check_same, free_name, is_plain_name, read_limited
from .sftp_login import TIMEOUT, connect, log_in


class Sftp:
    """A folder on an SFTP server whose key is known beforehand.

    :param settings: :class:`~.sftp_login.SftpSettings`
    :param str folder: its path there; empty for where the log-in leads
    """

    def __init__(self, settings, folder):
        self.settings = settings
        self.folder = folder or "."
        self.client = None

    @contextmanager
    def opened(self):
        """As :meth:`~.folder.Folder.opened`, with a connection of its own.

        :raises PlaceError: when the server can't be reached, is another one, or refuses us or a call
        """
        transport = connect(self.settings)
        try:
            log_in(transport, self.settings)
            self.client = paramiko.SFTPClient.from_transport(transport)
            self.client.get_channel().settimeout(TIMEOUT)
            yield self
        except PlaceError:
            raise
        except FileNotFoundError:
            raise PlaceError("folder_missing", folder=self.folder) from None
        except (paramiko.SSHException, OSError, EOFError) as error:
            raise PlaceError("refused", message=str(error)[:200] or type(error).__name__) from None
        finally:
            self.client = None
            transport.close()

    def list(self):
        """As :meth:`~.folder.Folder.list`."""
        entries = sorted(self.client.listdir_attr(self.folder), key=lambda one: one.filename)[:MAX_FILES]
        return [
            Found(entry.filename, entry.st_size or 0, int(entry.st_mtime or 0))
            for entry in entries
            if is_plain_name(entry.filename) and stat.S_ISREG(entry.st_mode or 0)
        ]

    def fetch(self, name):
        """As :meth:`~.folder.Folder.fetch`."""
        with self.client.open(self._file(name), "rb") as handle:
            return read_limited(handle)

    def move(self, name, folder):
        """As :meth:`~.folder.Folder.move`."""
        target = posixpath.join(self.folder, folder)
        if folder not in self.client.listdir(self.folder):
            self.client.mkdir(target)
        taken = set(self.client.listdir(target))
        self.client.rename(self._file(name), posixpath.join(target, free_name(name, taken.__contains__)))

    def leave(self, name, content):
        """As :meth:`~.folder.Folder.leave`."""
        if name in self.client.listdir(self.folder):
            return check_same(self.fetch(name), content, name)
        part = self._file(f"{name}.part")
        with self.client.open(part, "wb") as handle:
            handle.write(content)
        return self.client.rename(part, self._file(name))

    def _file(self, name):
        if name != posixpath.basename(name):
            raise PlaceError("outside", folder=name)
        return posixpath.join(self.folder, name)
