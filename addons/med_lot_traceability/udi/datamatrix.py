"""The Data Matrix symbol (ISO/IEC 16022, ECC 200) of a carrier.

GS1 wants FNC1 in the first place and between elements; the other agencies' carriers are encoded as they are.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from ppf.datamatrix import DataMatrix

from .errors import UdiError
from .gs1_fnc1 import SEPARATOR

FNC1 = b"\xe8"  # codeword 232
QUIET = 1  # modules of white around the symbol, as the standard wants


class _Gs1Message(str):
    """A message that the encoder turns into codewords with FNC1 where GS1 wants it."""

    def encode(self, codec):
        return FNC1 + FNC1.join(str(part).encode(codec) for part in self.split(SEPARATOR))


def modules(agency: str, carrier: str) -> list[list[int]]:
    """Rows of modules, 1 for dark, without the white around them.

    agency: as in `build`; carrier: its raw form. Raises UdiError for what no symbol can hold.
    """
    try:
        if agency == "GS1":
            # ASCII codewords only: FNC1 has no place in the denser ones of this encoder.
            return DataMatrix(_Gs1Message(carrier), codecs=["ascii"]).matrix
        return DataMatrix(carrier).matrix
    except ValueError as problem:
        raise UdiError(f"No Data Matrix holds {carrier!r}: {problem}")


def svg(agency: str, carrier: str) -> str:
    """The symbol as SVG of one user unit a module, white around it; see `modules`."""
    rows = modules(agency, carrier)
    size = len(rows) + 2 * QUIET
    dark = "".join(
        f"M{x + QUIET},{y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path fill="#000" d={quoteattr(dark)}/></svg>'
    )
