"""GS1 carriers: human readable with brackets, as scanned with separators, and Digital Link."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from . import gs1_elements as elements, gs1_fnc1
from .scan import UdiScan

BRACKETED = re.compile(r"[(\[]([0-9]{2,4})[)\]]")
PLAIN_GTIN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
# AIM symbology identifiers of bar codes that hold a GTIN and nothing else: EAN/UPC and ITF-14.
GTIN_SYMBOLS = ("]E0", "]E4", "]I1")
GS1_SYMBOLS = ("]C1", "]d2", "]Q3", "]e0", "]e1", "]e2", "]J1")
# Some scanners type the picture of a group separator.
SEPARATORS = str.maketrans("\u241d", gs1_fnc1.SEPARATOR)


def read(text: str, scan: UdiScan, aim: str = "", usual_lot_length: int | None = None) -> None:
    """Read a carrier of GS1; `aim` is the symbology identifier that the scanner sent before it."""
    text = text.translate(SEPARATORS).strip(" ")
    if text.lower().startswith(("http://", "https://")):
        _read_pairs(_link_pairs(text, scan), scan)
    elif text.startswith(("(", "[")):
        _read_pairs(_bracketed_pairs(text, scan), scan)
    elif aim in GTIN_SYMBOLS or (aim not in GS1_SYMBOLS and PLAIN_GTIN.fullmatch(text)):
        _read_gtin(text, scan, certain=aim in GTIN_SYMBOLS)
    elif not elements.CHARSET.fullmatch(text.replace(gs1_fnc1.SEPARATOR, "")):
        scan.error("charset")
    else:
        gs1_fnc1.read(text, scan, usual_lot_length)
    if not scan.di and not scan.errors:
        scan.error("missing_di")


def _read_pairs(pairs: list[tuple[str, str]], scan: UdiScan) -> None:
    for number, value in pairs:
        ai = elements.find(number)
        if ai is None or ai.ai != number:
            scan.error("unknown_ai")
        elif not elements.CHARSET.fullmatch(value):
            scan.error("charset")
        elif wrong := elements.problem(ai, value):
            scan.error(wrong)
            if wrong == "gtin_check_digit" and number == elements.GTIN:
                scan.put("di", value)
        else:
            elements.put(scan, number, value)


def _bracketed_pairs(text: str, scan: UdiScan) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    end = 0
    for match in BRACKETED.finditer(text):
        ai = elements.find(match[1])
        if ai is None or ai.ai != match[1]:
            if match.start() == end == 0:
                scan.error("unknown_ai")
            continue  # brackets are allowed inside a lot or serial number
        if pairs:
            pairs[-1] = (pairs[-1][0], text[end : match.start()].strip(" "))
        elif match.start():
            scan.error("unknown_structure")
        pairs.append((match[1], ""))
        end = match.end()
    if pairs:
        pairs[-1] = (pairs[-1][0], text[end:].strip(" "))
    elif not scan.errors:
        scan.error("truncated")
    return pairs


def _link_pairs(text: str, scan: UdiScan) -> list[tuple[str, str]]:
    """AIs and values in the path (from /01/ on) and the query; other query keys belong to the web page."""
    try:
        link = urlsplit(text)
        query = parse_qsl(link.query, keep_blank_values=True)
    except ValueError:
        scan.error("unknown_structure")
        return []
    parts = [unquote(part) for part in link.path.rstrip("/").split("/")]
    if elements.GTIN not in parts:
        scan.error("missing_di")
        return []
    parts = parts[parts.index(elements.GTIN) :]
    if len(parts) % 2:
        scan.error("truncated")
        return []
    pairs = [(key, value) for key, value in zip(parts[::2], parts[1::2], strict=True)]
    if PLAIN_GTIN.fullmatch(pairs[0][1]):
        pairs[0] = (elements.GTIN, pairs[0][1].zfill(14))
    return pairs + [(key, value) for key, value in query if key.isascii() and key.isdigit()]


def _read_gtin(text: str, scan: UdiScan, certain: bool) -> None:
    """A bar code that holds only a GTIN of 8, 12, 13 or 14 digits.

    Without the scanner's word for it, digits that begin with 01 may as well be a message that was cut off.
    """
    gtin = text.zfill(14)
    if not PLAIN_GTIN.fullmatch(text):
        scan.error("length")
        return
    wrong = elements.problem(elements.find(elements.GTIN), gtin)
    if not certain and text.startswith(elements.GTIN):
        if wrong:
            scan.error("truncated")
        else:
            scan.question("gtin_or_truncated", [{"di": gtin}])
        return
    scan.di = gtin
    if wrong:
        scan.error(wrong)


def shorter_lots(lot: str) -> list[dict]:
    """How a lot number that is longer than usual reads if a separator was lost in it."""
    return gs1_fnc1.tails("10", lot, followers=None)
