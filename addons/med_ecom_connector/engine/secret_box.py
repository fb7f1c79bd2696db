"""Secrets at rest: Fernet (AES-128-CBC with HMAC-SHA256) under a key that is not in the database."""

import base64
import hashlib
import os
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
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = Fernet.generate_key().decode()
    with os.fdopen(handle, "w") as file:
        file.write(key)
    return key
