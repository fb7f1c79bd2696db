from odoo import api, models

from .ledger_change import BATCH_FIELDS, snapshot


class MedLotBatch(models.Model):
    """What the ledger writes about batches: on chains of their own, which the history of serials shows."""

    _inherit = "med.lot.batch"

    @api.model_create_multi
    def create(self, vals_list):
        batches = super().create(vals_list)
        batches.filtered("inspection_report_sha256")._record_inspections()
        return batches

    def write(self, vals):
        """As for lots."""
        before = snapshot(self, [name for name in BATCH_FIELDS if name in vals])
        reports = (
            {batch: batch.inspection_report_sha256 for batch in self} if "inspection_report" in vals else {}
        )
        res = super().write(vals)
        if reports:
            self.filtered(
                lambda batch: batch.inspection_report_sha256 != reports[batch]
            )._record_inspections()
        self._record_changes(before)
        return res

    def _prepare_event_vals(self, kind, **extra):
        """Values of a ledger row about this batch; see ``stock.lot._prepare_event_vals``."""
        self.ensure_one()
        batch = self.sudo()  # sudo: as in stock.move.line._record_moves
        return {
            **batch.product_id._prepare_event_vals(kind),
            "chain": f"batch/{batch.id}",
            "batch_name": batch.name,
            "production_date": batch.production_date,
            "expiration_date": batch.expiration_date,
            "release_status": batch.release_status,
            "report_name": batch.inspection_report_name,
            "report_hash": batch.inspection_report_sha256,
            **({"company_id": batch.company_id.id} if batch.company_id else {}),
            **extra,
        }
