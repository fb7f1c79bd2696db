"""Which agency's carrier a scan is, and its reading."""

from __future__ import annotations

import re

from . import ahm, gs1, hibc, iccbba, ma
from .errors import UdiError
from .scan import UdiScan

AGENCIES = ("GS1", "HIBCC", "ICCBBA", "MA", "AHM")
AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
LONGEST = 2000  # more than the largest two-dimensional symbol holds of what a UDI needs
READERS = {"HIBCC": hibc.read, "ICCBBA": iccbba.read, "MA": ma.read, "AHM": ahm.read}


def parse(raw: str, *, agency: str | None = None, usual_lot_length: int | None = None) -> UdiScan:
    """Read one scan, or one typed text, of a UDI carrier.

    agency: the issuing agency when it is known from elsewhere; needed for "AHM" only, whose carriers nothing
    tells apart. usual_lot_length: the longest lot number, in characters, known of this maker; a longer one is
    questioned. Two lines of one HIBC label may be given together, one after the other or with a line feed
    between.

    Never raises for what the carrier holds; raises UdiError if `raw` is no text or `agency` is unknown.
    """
    if not isinstance(raw, str):
        raise UdiError(f"A carrier is text, not {type(raw).__name__}.")
    if agency is not None and agency not in AGENCIES:
        raise UdiError(f"Unknown issuing agency {agency!r}.")
    scan = UdiScan(raw=raw)
    # A keyboard-wedge scanner ends with Enter or Tab. A space at the end may be HIBC's check character.
    text = raw.strip("\r\n\t\0").lstrip(" ")
    aim = match[0] if (match := AIM.match(text)) else ""
    text = text[len(aim) :]
    scan.agency = agency or _agency(text, aim)
    if not text:
        scan.error("empty")
    elif len(text) > LONGEST:
        scan.error("length")
    elif scan.agency is None:
        scan.error("unknown_format")
    elif scan.agency == "GS1":
        gs1.read(text, scan, aim, usual_lot_length)
    else:
        READERS[scan.agency](text if scan.agency == "HIBCC" else text.rstrip(" "), scan)
    _look_again(scan, usual_lot_length)
    return scan


def _agency(text: str, aim: str) -> str | None:
    if aim in gs1.GS1_SYMBOLS or aim in gs1.GTIN_SYMBOLS:
        return "GS1"
    if text.startswith(("+", "*+")):
        return "HIBCC"
    if text.startswith(("=", "&")):
        return "ICCBBA"
    if text.startswith("MA."):
        return "MA"
    if re.match(r"[0-9(\[\x1d\u241d]|https?://", text, re.IGNORECASE | re.ASCII):
        return "GS1"
    return None


def _look_again(scan: UdiScan, usual_lot_length: int | None) -> None:
    """What is odd whoever issued the carrier."""
    if scan.mfg_date and scan.exp_date and scan.mfg_date > scan.exp_date:
        scan.warn("date_conflict")
    if scan.lot and usual_lot_length is not None and len(scan.lot) > usual_lot_length:
        readings = [{"lot": scan.lot}]
        if scan.agency == "GS1":
            readings += gs1.shorter_lots(scan.lot)
        scan.question("atypical_lot_length", readings)
        scan.lot = None
