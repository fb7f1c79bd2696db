import base64
import hashlib

from odoo import api, fields, models

from .ledger_change import BATCH_FIELDS, differences, snapshot


class MedLotBatch(models.Model):
    """What the ledger writes about batches: on chains of their own, which the history of serials shows."""

    _inherit = "med.lot.batch"

    inspection_report_sha256 = fields.Char(
        "SHA-256 of the Report", compute="_compute_inspection_report_sha256", store=True, copy=False
    )

    @api.depends("inspection_report")
    def _compute_inspection_report_sha256(self):
        for batch in self.with_context(bin_size=False):
            report = batch.inspection_report
            batch.inspection_report_sha256 = report and hashlib.sha256(base64.b64decode(report)).hexdigest()

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

    def _record_changes(self, before):
        """:param before: snapshot of the fields that were written"""
        after = snapshot(self, next(iter(before.values()), {}))
        changes = {batch: differences(before[batch], now) for batch, now in after.items()}
        self.env["med.trace.event"]._record(
            [
                batch._prepare_event_vals("change", details=changed)
                for batch, changed in changes.items()
                if changed
            ]
        )

    def _record_inspections(self):
        self.env["med.trace.event"]._record([batch._prepare_event_vals("inspection") for batch in self])

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
