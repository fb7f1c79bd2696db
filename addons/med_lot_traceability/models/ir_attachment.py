from odoo import api, models

#: What a file says, and what it is the file of.
CONTENT_FIELDS = {"raw", "datas", "db_datas", "store_fname", "url", "type"}
EVIDENCE_MODELS = ("stock.lot", "med.lot.batch")
LINK_FIELDS = {"res_model", "res_id", "res_field"}


class IrAttachment(models.Model):
    """The file behind a regulated field obeys the same rules as the field, whichever way it is reached."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_evidence()
        return attachments

    def write(self, vals):
        if not (CONTENT_FIELDS | LINK_FIELDS) & vals.keys():
            return super().write(vals)
        self._check_evidence()
        self._keep_superseded()
        res = super().write(vals)
        self._check_evidence()  # it may have become the file of another record
        return res

    def unlink(self):
        self._check_evidence()
        self._keep_superseded()
        return super().unlink()

    def _get_reports(self, model):
        # sudo: the rule holds for whoever may not even read the record
        return self.sudo().filtered(
            lambda file: file.res_model == model and file.res_field == "inspection_report"
        )

    def _keep_superseded(self):
        """The report that a decision rested on stays with the lot when a new one comes."""
        for model in EVIDENCE_MODELS:
            for file in self._get_reports(model):
                record = self.env[model].browse(file.res_id).sudo().exists()
                if record.release_decided_on:
                    name = self.env._("Superseded report %(name)s", name=record.inspection_report_name or "")
                    file.copy({"res_field": False, "name": name.strip()})

    def _check_evidence(self):
        """Refuse to add, change or delete these files where a decision rests on them. Made to be extended.

        :raise AccessError: the user's roles don't allow it
        :raise UserError: the decision has been made
        """
        for model in EVIDENCE_MODELS:
            # A record that is being deleted is gone already.
            records = self.env[model].browse(self._get_reports(model).mapped("res_id")).exists()
            records._check_report_write({"inspection_report": True})
