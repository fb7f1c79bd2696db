"""HIBC: primary data (the DI), and secondary data after a slash or on a second line.

ANSI/HIBC 2.6. Primary: + labeler code (4), product code (1 to 18), unit of measure (0 to 9).
The secondary formats are in `hibc_secondary`.
"""

from __future__ import annotations

import re

from . import checks, hibc_secondary
from .scan import UdiScan

PRIMARY = re.compile(r"[A-Z][A-Z0-9]{3}[A-Z0-9]{1,18}[0-9]")
# Two lines that the scanner sent as one: the DI's check character is followed by the second line's plus sign.
TWO_LINES = re.compile(rf"(\+{PRIMARY.pattern}[0-9A-Z\-. $/+%])(\+.{{3,}})")
BASIC = re.compile(r"\+\+([A-Z][A-Z0-9]{3}[A-Z0-9]{1,17})([2-9A-HJ-NP-Z]{2})")


def read(text: str, scan: UdiScan) -> None:
    if len(text) > 2 and text[0] == text[-1] == "*":  # start and stop of Code 39, as printed below the bars
        text = text[1:-1]
    lines = [line for line in re.split(r"[\r\n]+", text) if line]
    if any(letter not in checks.HIBC_ALPHABET for line in lines for letter in line):
        scan.error("charset")
        return
    if text.startswith("++"):
        _read_basic(text, scan)
        return
    joined = TWO_LINES.fullmatch(lines[0]) if len(lines) == 1 else None
    if joined:
        lines = list(joined.groups())
    if len(lines) > 1:
        _read_lines(lines, scan)
    else:
        _read_one(lines[0], scan)
    if not scan.di and not scan.errors:
        scan.error("missing_di")


def _read_one(line: str, scan: UdiScan) -> None:
    body, check = line[:-1], line[-1]
    right = checks.hibc_check(body) == check
    if len(line) > 2 and not line[1].isalpha():  # a second line alone: its DI is on the first
        scan.fields["link_char"] = body[-1]
        body = body[:-1]
    segments = body[1:].split("/")
    if PRIMARY.fullmatch(segments[0]):
        _put_primary(segments.pop(0), scan)
    elif line[1:2].isalpha():
        scan.error("truncated" if len(segments[0]) < 6 else "di_format")
        return
    for segment in segments:
        hibc_secondary.read(segment, scan)
    if not right:
        # Where the last data has a fixed length, nothing but the check character can be its last one, so the
        # carrier is complete and only the check character was printed wrong (the published FDA sample is such
        # a one). Elsewhere a wrong check character may be the last of a cut-off lot.
        complete = bool(segments) and hibc_secondary.has_fixed_length(segments[-1])
        (scan.warn if complete else scan.error)("hibc_check_char")


def _read_lines(lines: list[str], scan: UdiScan) -> None:
    """Lines of linear bar codes: each ends with its check character; before it the second has the first's."""
    first, *others = lines
    if not PRIMARY.fullmatch(first[1:-1]):
        scan.error("di_format")
        return
    _put_primary(first[1:-1], scan)
    if checks.hibc_check(first[:-1]) != first[-1]:
        scan.error("hibc_check_char")
    for line in others:
        if len(line) < 4 or line[0] != "+":
            scan.error("truncated")
            continue
        body, link, check = line[1:-2], line[-2], line[-1]
        if link != first[-1]:
            scan.error("hibc_link_char")  # the second line belongs to another label
        elif checks.hibc_check(line[:-1]) != check:
            scan.error("hibc_check_char")
        else:
            for segment in body.split("/"):
                hibc_secondary.read(segment, scan)


def _put_primary(primary: str, scan: UdiScan) -> None:
    scan.di = primary
    scan.fields.update(lic=primary[:4], pcn=primary[4:-1], uom=primary[-1])


def _read_basic(text: str, scan: UdiScan) -> None:
    """A Basic UDI-DI names a group of devices in EUDAMED; it is on no label, so it is no DI."""
    match = BASIC.fullmatch(text)
    if not match:
        scan.error("basic_udi_di_format")
        return
    scan.fields["basic_udi_di"] = "".join(match.groups())
    if checks.basic_udi_check(text[:-2]) != match[2]:
        scan.error("basic_udi_di_check")
