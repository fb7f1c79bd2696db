from odoo import api, models

from .med_retention import REGULATED_MODELS

CONTENT = {"datas", "raw", "db_datas", "store_fname", "checksum", "url", "type"}
PLACE = {"res_model", "res_id", "res_field"}


class IrAttachment(models.Model):
    """Files of lots, batches, transfers and certificates are kept as long as the lots are."""

    _inherit = "ir.attachment"

    def write(self, vals):
        self.filtered(lambda attachment: attachment._is_altered_by(vals))._check_retention()
        return super().write(vals)

    def _is_altered_by(self, vals):
        """Core writes a file's place again when it posts it; only another content or place alters it."""
        return bool(CONTENT & set(vals)) or any(self[name] != vals[name] for name in PLACE & set(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_retained(self):
        self._check_retention()

    def _check_retention(self):
        # sudo: a file is kept whoever wants to be rid of it
        for attachment in self.sudo():
            if attachment.res_model not in REGULATED_MODELS or not attachment.res_id:
                continue
            record = self.env[attachment.res_model].browse(attachment.res_id).sudo()
            if attachment._is_evidence_of(record):
                self.env["med.retention"]._check(record, attachment)

    def _is_evidence_of(self, record):
        """Inspection reports have rules of their own, and a superseded one is kept: ``ir_attachment.py``."""
        return self.res_field != "inspection_report"
