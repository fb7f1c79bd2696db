import base64
import hashlib

from odoo import api, fields, models

from .ledger_change import differences, snapshot


class MedReleaseMixin(models.AbstractModel):
    """What the ledger writes of what quality releases. Models that use this have ``_prepare_event_vals``."""

    _inherit = "med.release.mixin"

    # Stored, so that shipping writes it into the ledger without reading a file.
    inspection_report_sha256 = fields.Char(
        "SHA-256 of the Report", compute="_compute_inspection_report_sha256", store=True, copy=False
    )

    @api.depends("inspection_report")
    def _compute_inspection_report_sha256(self):
        for record in self.with_context(bin_size=False):
            report = record.inspection_report
            record.inspection_report_sha256 = report and hashlib.sha256(base64.b64decode(report)).hexdigest()

    def _get_recorded(self):
        """Those of these records that the ledger is about."""
        return self

    def _record_changes(self, before):
        """:param before: snapshot of the fields that were written"""
        after = snapshot(self._get_recorded(), next(iter(before.values()), {}))
        changes = {record: differences(before[record], now) for record, now in after.items()}
        self.env["med.trace.event"]._record(
            [
                record._prepare_event_vals("change", details=changed)
                for record, changed in changes.items()
                if changed
            ]
        )

    def _record_inspections(self):
        self.env["med.trace.event"]._record(
            [record._prepare_event_vals("inspection") for record in self._get_recorded()]
        )
