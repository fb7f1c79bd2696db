"""Lots that a list, a table or a recall notice names, found among the lots we know.

Plain Python: it knows nothing of Odoo.

    index = Index(known_lots)
    found = match(read_text("Lots A100 to A110 of ...; 批号：20240101、20240102"), index)
    found.hits, found.unknown

What is named exactly is matched; what merely could be meant is told with the reason, for a person to decide.
"""

from .index import Index, KnownLot
from .match import REASONS, Found, Hit, match
from .normalise import normalise
from .table import decode, read_csv, read_rows
from .words import Notice, read_text
