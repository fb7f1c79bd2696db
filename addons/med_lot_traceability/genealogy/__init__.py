"""What the rows of the ledger say about a lot, in plain Python: balance, consignees, drawn graph.

A row is a dict of columns of ``med.trace.event``. No Odoo here: figures that people trust can be
tested alone.
"""

from .balance import balance, stock_by_zone
from .graph import build_graph
from .layout import arrange
from .places import consignees, in_direction

__all__ = ["arrange", "balance", "build_graph", "consignees", "in_direction", "stock_by_zone"]
