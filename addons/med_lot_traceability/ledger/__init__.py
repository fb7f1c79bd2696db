"""The ledger's mathematics, in plain Python: runs without Odoo, on nothing but a database dump.

``canonical`` says what text of a row is hashed.
"""

from .canonical import GENESIS, chain_hash
from .columns import ANCHOR_COLUMNS, EVENT_COLUMNS, FORMAT

__all__ = ["ANCHOR_COLUMNS", "EVENT_COLUMNS", "FORMAT", "GENESIS", "chain_hash"]
