from odoo import models


class MedTraceEvent(models.Model):
    _name = "med.trace.event"
    _inherit = ["med.trace.event", "med.regulated.mixin"]

    def _log_reading(self, kind, detail=None):
        """By lot: who wants to know who read the rows of a lot finds one entry, not a thousand."""
        rows = self if kind == "view" else self.filtered(lambda row: not row.lot_id)
        super(MedTraceEvent, rows)._log_reading(kind, detail)
        for lot, lot_rows in (self - rows).grouped("lot_id").items():
            text = self.env._(
                "%(count)s rows of the ledger: %(detail)s", count=len(lot_rows), detail=detail or ""
            )
            self.env["med.access.log"]._log(kind, lot, text)
