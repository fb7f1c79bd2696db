"""Remember by content hash what was already done, under ``var/stamps``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import paths


def content_hash(items: Iterable[Path | str], base: Path = paths.ROOT) -> str:
    """Hash files (their relative name and bytes) and plain texts, in the order given.

    :return: 64 hexadecimal digits
    """
    digest = hashlib.sha256()
    for item in items:
        if isinstance(item, Path):
            name = item.relative_to(base) if item.is_relative_to(base) else item
            body = item.read_bytes()
        else:
            name, body = "", item.encode()
        digest.update(f"{name}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()


def is_current(name: str, value: str) -> bool:
    """Whether step ``name`` was last finished with this very value."""
    path = paths.STAMPS / name
    return path.is_file() and path.read_text() == value


def write(name: str, value: str) -> None:
    paths.STAMPS.mkdir(parents=True, exist_ok=True)
    (paths.STAMPS / name).write_text(value)
