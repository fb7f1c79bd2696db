"""EPCIS 2.0 (GS1, ISO/IEC 19987) documents from ledger rows, as JSON-LD.

Plain Python: it knows nothing of Odoo. A row is a dict with the columns of ``med.trace.event``.

    issuer = Issuer("https://erp.example.com", "Clinic Supply", 1, "Asia/Shanghai")
    document = build(rows, issuer, now)
    for text in write(rows, issuer, now): file.write(text)  # the same, piece by piece
"""

from .document import build, write
from .event import make_events
from .identifiers import Issuer
