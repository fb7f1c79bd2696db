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
    """:param str key: any text of 16 characters or more; it is stretched to Fernet's 32 bytes."""

    def __init__(self, key):
        if len(key) < 16:
            raise ValueError("The key for secrets must have at least 16 characters.")
        self._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))

    def seal(self, text):
        return PREFIX + self._fernet.encrypt(text.encode()).decode() if text else ""

    def open(self, sealed):
        """:raises WrongKeyError: when the key changed since the text was sealed"""
        if not sealed:
            return ""
        try:
            return self._fernet.decrypt(sealed.removeprefix(PREFIX).encode()).decode()
        except InvalidToken:
            raise WrongKeyError("sealed under another key") from None


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
