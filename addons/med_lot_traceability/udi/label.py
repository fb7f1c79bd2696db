"""A UDI label as SVG, 60 x 40 mm: drawn by fixed places, so that it is the same whatever prints it.

The symbols of ISO 15223-1: boxed words, the works for the day of making, the hourglass for the expiry.
"""

from __future__ import annotations

import unicodedata
from xml.sax.saxutils import escape

from . import datamatrix

WIDTH, HEIGHT = 60, 40  # mm, and user units of the drawing
MARGIN = 2
SYMBOL_SIDE = 21
FONT = "DejaVu Sans, Noto Sans CJK SC, WenQuanYi Zen Hei, Microsoft YaHei, sans-serif"
MONO = "DejaVu Sans Mono, Consolas, Courier New, monospace"
MONO_ADVANCE = 0.605  # of the font size
SIGNS = {
    "made": "M0,2.4V0.9l0.8,-0.7v0.7l0.8,-0.7v0.7l0.8,-0.7V0h0.5v2.4z",
    "expires": "M0.4,0h2M0.4,2.6h2M0.6,0c0,0.9 0.7,1 0.7,1.3s-0.7,0.4 -0.7,1.3M2.2,0c0,0.9 -0.7,1 -0.7,1.3"
    "s0.7,0.4 0.7,1.3",
}


def draw(agency: str, carrier: str, *, name: str, facts: list, text: list[str]) -> str:
    """The label as SVG.

    agency, carrier: as `datamatrix.modules` wants them. name: what it is. facts: pairs of "REF", "LOT", "SN",
    "made", "expires" or "" and their text, at most six. text: the carrier as people read it, in pieces that
    stay together. Raises UdiError when no symbol holds the carrier.
    """
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_name(name),
        _symbol(agency, carrier),
        *(part for place, fact in enumerate(facts) for part in _fact(place, *fact)),
        *_text(text),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{HEIGHT}mm" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'
    )


def _name(name: str) -> list[str]:
    size = 2.7
    lines = wrap(name, (WIDTH - 2 * MARGIN) / size, 2)
    return [_line(MARGIN, 4.3 + 3.3 * row, size, line, FONT, bold=True) for row, line in enumerate(lines)]


def _symbol(agency: str, carrier: str) -> str:
    rows = datamatrix.modules(agency, carrier)
    side = SYMBOL_SIDE / (len(rows) + 2)  # a module of white around it
    return (
        f'<path transform="translate({MARGIN - side:.4f} 9.4) scale({side:.5f})" fill="#000" '
        f'shape-rendering="crispEdges" d="{datamatrix.path(rows, 1)}"/>'
    )


def _fact(place: int, kind: str, text: str) -> list[str]:
    left, bottom, size = 25, 12.5 + 3.6 * place, 2.5
    room = WIDTH - MARGIN - left - 8
    size = min(size, room / max(1.0, 0.93 * width(text)))
    sign = []
    if kind in SIGNS:
        sign = [
            f'<path transform="translate({left} {bottom - 2.3:.2f})" fill="none" stroke="#000" '
            f'stroke-width="0.25" d="{SIGNS[kind]}"/>'
        ]
    elif kind:
        sign = [
            f'<rect x="{left}" y="{bottom - 2.4:.2f}" width="6.6" height="2.9" fill="none" stroke="#000" '
            'stroke-width="0.25"/>',
            _line(left + 0.5, bottom - 0.2, 2.1, kind, FONT, bold=True),
        ]
    return [*sign, _line(left + (7.6 if kind else 0), bottom, size, text, FONT)]


def _text(pieces: list[str]) -> list[str]:
    """At the bottom, in up to three lines of letters of equal width; smaller when there is much of it."""
    for size in (2.2, 1.9, 1.6, 1.3):
        room = int((WIDTH - 2 * MARGIN) / (size * MONO_ADVANCE))
        lines = fill(pieces, room)
        if len(lines) <= 3:
            break
    return [_line(MARGIN, 33.1 + 2.6 * row, size, line, MONO) for row, line in enumerate(lines)]


def _line(x: float, y: float, size: float, text: str, font: str, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:.2f}" font-family="{font}"{weight}>'
        f"{escape(text)}</text>"
    )


def width(text: str) -> float:
    """About how wide a text is, in font sizes: Chinese signs are square, Latin ones two thirds of it."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.67 for letter in text)


def wrap(text: str, room: float, most: int) -> list[str]:
    """`text` in at most `most` lines of `room` font sizes, broken at spaces where there are any."""
    lines, rest = [], " ".join(text.split())
    while rest and len(lines) < most:
        end = 0
        while end < len(rest) and width(rest[: end + 1]) <= room:
            end += 1
        if end < len(rest) and " " in rest[:end] and rest[end] != " ":
            end = rest.rindex(" ", 0, end)
        lines.append(rest[: max(end, 1)].strip())
        rest = rest[max(end, 1) :].strip()
    if rest:
        lines[-1] = lines[-1][:-1].rstrip() + "…"
    return lines


def fill(pieces: list[str], room: int) -> list[str]:
    """The pieces in lines of `room` letters; a piece that is longer than a line is broken."""
    lines: list[str] = []
    for piece in pieces:
        if lines and len(lines[-1]) + 1 + len(piece) <= room:
            lines[-1] += " " + piece
            continue
        lines += [piece[start : start + room] for start in range(0, len(piece), room)]
    return lines
