"""Secrets at rest: Fernet (AES-128-CBC with HMAC-SHA256) under a key that is not in the database."""

import base64
import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

PREFIX = "fernet:"


class WrongKeyError(Exception):
    """The text was encrypted under another key."""


class SecretBox:
    """Seals under ``key``; opens what was sealed under it or one of ``old_keys``.

    :param str key: any text of 16 characters or more; it is stretched to Fernet's 32 bytes
    :param old_keys: keys on their way out, until everything is sealed under the new one
    :raises ValueError: for a shorter key
    """

    def __init__(self, key, *old_keys):
        self._fernet, *self._old = (_fernet(text) for text in (key, *old_keys))

    def seal(self, text):
        """Encrypt a text; nothing stays nothing."""
        return PREFIX + self._fernet.encrypt(text.encode()).decode() if text else ""

    def open(self, sealed):
        """:raises WrongKeyError: when no key that we have opens it"""
        if not sealed:
            return ""
        for fernet in (self._fernet, *self._old):
            with contextlib.suppress(InvalidToken):
                return fernet.decrypt(sealed.removeprefix(PREFIX).encode()).decode()
        raise WrongKeyError("sealed under another key")

    def is_current(self, sealed):
        """Whether this was sealed under the key that seals now."""
        try:
            self._fernet.decrypt(sealed.removeprefix(PREFIX).encode())
        except InvalidToken:
            return False
        return True


def _fernet(key):
    if len(key) < 16:
        raise ValueError("The key for secrets must have at least 16 characters.")
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))


def key_from_file(path):
    """The key kept in a file only its owner may read; made at first use.

    Used when neither the environment nor ``odoo.conf`` gives one, so that a copy of the
    database alone never carries readable secrets.
    """
    path = Path(path)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _create_whole(path, Fernet.generate_key())
    return path.read_text().strip()


def _create_whole(path, content):
    """Create a file that no other worker ever sees half written, unless another was first."""
    # mkstemp gives it to the owner only; a hard link never replaces what is there
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            # a key lost in a crash would make every secret unreadable
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        os.unlink(temporary)


def old_keys_from_file(path):
    """The key that :func:`begin_new_key` put aside, in a list; empty when no change of keys is under way."""
    old = _old(path)
    return [old.read_text().strip()] if old.exists() else []


def begin_new_key(path):
    """Put the key aside and make a new one. A second call changes nothing until :func:`end_old_key`.

    Every reader finds a key at any moment, and never the new one without the old one beside it.
    """
    key_from_file(path)
    with contextlib.suppress(FileExistsError):
        os.link(path, _old(path))
    if old_keys_from_file(path) == [key_from_file(path)]:
        fresh = Path(f"{path}.new")
        fresh.unlink(missing_ok=True)
        _create_whole(fresh, Fernet.generate_key())
        os.replace(fresh, path)


def end_old_key(path):
    """Forget the old key: nothing is sealed under it any more."""
    _old(path).unlink(missing_ok=True)


def _old(path):
    return Path(f"{path}.old")
