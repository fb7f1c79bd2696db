"""AHM (Alibaba Health): no public specimen is known, so the whole carrier is an opaque DI.

The production identifiers are typed in by hand. Nothing in the carrier says that it is AHM's: the caller
must.
"""

from __future__ import annotations

from .errors import UdiError
from .scan import UdiScan


def read(text: str, scan: UdiScan) -> None:
    if not (text.isascii() and text.isprintable()) or " " in text:
        scan.error("charset")
        return
    scan.di = text


def build(values: dict, form: str | None) -> str:
    if form or set(values) != {"di"}:
        raise UdiError("An AHM carrier is opaque: it has a DI only.")
    return values["di"]
