import base64
import hashlib

from odoo import api, fields, models


class StockLot(models.Model):
    """What the ledger writes about lots."""

    _inherit = "stock.lot"

    # Stored, so that shipping writes it into the ledger without reading a file.
    inspection_report_sha256 = fields.Char(
        "SHA-256 of the Report", compute="_compute_inspection_report_sha256", store=True, copy=False
    )

    @api.depends("inspection_report")
    def _compute_inspection_report_sha256(self):
        for lot in self.with_context(bin_size=False):
            report = lot.inspection_report
            lot.inspection_report_sha256 = report and hashlib.sha256(base64.b64decode(report)).hexdigest()

    def _prepare_event_vals(self, kind, **extra):
        """Values of a ledger row about this lot, with all that is known of it now.

        :param kind: one of ``med.trace.event.kind``
        :param extra: further columns, or other values for these
        :return: dict for ``med.trace.event._record``
        """
        self.ensure_one()
        return {
            **self.product_id._prepare_event_vals(kind),
            "chain": f"lot/{self.id}",
            "lot_id": self.id,
            "lot_name": self.name,
            "batch_name": self.batch_id.name,
            "production_date": self.production_date,
            "expiration_date": self.expiration_date,
            "release_status": self.effective_status,
            "report_name": self.inspection_report_name,
            "report_hash": self.inspection_report_sha256,
            **({"company_id": self.company_id.id} if self.company_id else {}),
            **extra,
        }
