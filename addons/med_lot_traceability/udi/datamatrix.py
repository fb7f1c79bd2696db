"""The Data Matrix symbol (ISO/IEC 16022, ECC 200) of a carrier.

GS1 wants FNC1 in the first place and between elements; the other agencies' carriers are encoded as they are.
"""

from __future__ import annotations

from ppf.datamatrix import DataMatrix

from .errors import UdiError
from .gs1_fnc1 import SEPARATOR

FNC1 = b"\xe8"  # codeword 232


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


def path(rows: list[list[int]], shift: int = 0) -> str:
    """The dark modules as a path of SVG of one user unit a module, moved right and down by `shift`."""
    return "".join(
        f"M{x + shift},{y + shift}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module
    )
