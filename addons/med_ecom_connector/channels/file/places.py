"""Where files come from and go to: a folder of this machine, or one on an SFTP server.

Both work alike: files are listed with what tells whether they still grow, read, and moved to
``done`` or ``failed``; a file is written under a name that nobody reads, and then renamed.
"""

from __future__ import annotations

import io
import os
import posixpath
import socket
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import paramiko

TIMEOUT = 20
MAX_SIZE = 50_000_000
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


@dataclass(frozen=True)
class SftpSettings:
    """``host_key`` is the server's public key as in ``known_hosts``: type and base64, without host name."""

    host: str
    port: int = 22
    user: str = ""
    password: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    host_key: str = ""


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


class Folder:
    """A folder below the base directory that the server's configuration names."""

    def __init__(self, base, folder):
        self.base = Path(base).resolve()
        self.path = (self.base / (folder or ".")).resolve()
        if not self.base.is_dir():
            raise PlaceError("base_missing")
        if not self.path.is_relative_to(self.base):
            raise PlaceError("outside", folder=folder)

    @contextmanager
    def opened(self):
        if not self.path.is_dir():
            raise PlaceError("folder_missing", folder=str(self.path.relative_to(self.base)))
        try:
            yield self
        except OSError as error:
            raise PlaceError("refused", message=error.strerror or type(error).__name__) from None

    def list(self):
        files = []
        for entry in sorted(os.scandir(self.path), key=lambda one: one.name)[:MAX_FILES]:
            # a link could lead out of the base directory
            if is_plain_name(entry.name) and entry.is_file(follow_symlinks=False):
                info = entry.stat(follow_symlinks=False)
                files.append(Found(entry.name, info.st_size, int(info.st_mtime)))
        return files

    def fetch(self, name):
        with open(self._file(name), "rb") as handle:
            return _limited(handle)

    def move(self, name, folder):
        target = self.path / folder
        target.mkdir(exist_ok=True)
        self._file(name).rename(_free(target, name))

    def leave(self, name, content):
        """Write a file, whole or not at all; one that is there already is left as it is.

        :raises PlaceError: when another file has this name
        """
        target = self._file(name)
        if target.exists():
            return _check_same(self.fetch(name), content, name)
        part = self._file(f"{name}.part")
        part.write_bytes(content)
        return part.rename(target)

    def _file(self, name):
        path = self.path / name
        if path.is_symlink() or path.parent != self.path:
            raise PlaceError("outside", folder=name)
        return path


def _free(folder, name):
    """A name in the folder that is not taken: what was processed before is never overwritten."""
    stem, mark, ending = name.rpartition(".")
    number = 0
    target = folder / name
    while target.exists():
        number += 1
        target = folder / (f"{stem}_{number}.{ending}" if mark else f"{name}_{number}")
    return target


def _limited(handle):
    content = handle.read(MAX_SIZE + 1)
    if len(content) > MAX_SIZE:
        raise PlaceError("too_large", limit=MAX_SIZE // 1_000_000)
    return content


def _check_same(there, content, name):
    if there != content:
        raise PlaceError("name_taken", name=name)


class Sftp:
    """A folder on an SFTP server whose key is known beforehand."""

    def __init__(self, settings, folder):
        self.settings = settings
        self.folder = folder or "."
        self.client = None

    @contextmanager
    def opened(self):
        transport = _transport(self.settings)
        try:
            _log_in(transport, self.settings)
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
        entries = sorted(self.client.listdir_attr(self.folder), key=lambda one: one.filename)[:MAX_FILES]
        return [
            Found(entry.filename, entry.st_size or 0, int(entry.st_mtime or 0))
            for entry in entries
            if is_plain_name(entry.filename) and stat.S_ISREG(entry.st_mode or 0)
        ]

    def fetch(self, name):
        with self.client.open(self._file(name), "rb") as handle:
            return _limited(handle)

    def move(self, name, folder):
        target = posixpath.join(self.folder, folder)
        if folder not in self.client.listdir(self.folder):
            self.client.mkdir(target)
        taken = set(self.client.listdir(target))
        stem, mark, ending = name.rpartition(".")
        new, number = name, 0
        while new in taken:
            number += 1
            new = f"{stem}_{number}.{ending}" if mark else f"{name}_{number}"
        self.client.rename(self._file(name), posixpath.join(target, new))

    def leave(self, name, content):
        """As :meth:`Folder.leave`."""
        if name in self.client.listdir(self.folder):
            return _check_same(self.fetch(name), content, name)
        part = self._file(f"{name}.part")
        with self.client.open(part, "wb") as handle:
            handle.write(content)
        return self.client.rename(part, self._file(name))

    def _file(self, name):
        if name != posixpath.basename(name):
            raise PlaceError("outside", folder=name)
        return posixpath.join(self.folder, name)


def server_key(settings):
    """The key that a server shows, for a person to compare and accept."""
    transport = _transport(settings, check=False)
    try:
        key = transport.get_remote_server_key()
        return f"{key.get_name()} {key.get_base64()}"
    finally:
        transport.close()


def _transport(settings, check=True):
    """A connection to the server, before anything secret is said.

    :raises PlaceError: when it can't be reached or shows another key
    """
    if check and len(settings.host_key.split()) < 2:
        raise PlaceError("host_key_missing")
    try:
        sock = socket.create_connection((settings.host, settings.port), TIMEOUT)
    except OSError as error:
        raise PlaceError("unreachable", message=str(error)[:200]) from None
    transport = paramiko.Transport(sock)
    try:
        if check:
            # of several keys of a server, ask for the one that is known
            transport.get_security_options().key_types = (settings.host_key.split()[0],)
        transport.start_client(timeout=TIMEOUT)
        key = transport.get_remote_server_key()
    except (paramiko.SSHException, ValueError, EOFError, OSError) as error:
        transport.close()
        sock.close()
        code = "host_key_differs" if check and "host key" in str(error).lower() else "unreachable"
        raise PlaceError(code, message=str(error)[:200]) from None
    if check and f"{key.get_name()} {key.get_base64()}" != " ".join(settings.host_key.split()[:2]):
        transport.close()
        raise PlaceError("host_key_differs", message="")
    return transport


def _log_in(transport, settings):
    try:
        if settings.private_key:
            transport.auth_publickey(settings.user, _private_key(settings.private_key))
        else:
            transport.auth_password(settings.user, settings.password)
    except paramiko.AuthenticationException:
        raise PlaceError("login_refused") from None


def _private_key(text):
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key(io.StringIO(text.strip() + "\n"))
        except (paramiko.SSHException, ValueError, IndexError):
            continue
    raise PlaceError("key_unreadable")
