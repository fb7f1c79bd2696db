from odoo import api, fields, models

# What a certificate says; changes of it are written into the ledger.
RECORDED = (
    "number",
    "kind",
    "jurisdiction_id",
    "device_class",
    "registrant_name",
    "maker_id",
    "product_tmpl_ids",
    "valid_from",
    "valid_until",
    "scope",
    "file_name",
)


class MedCertificate(models.Model):
    _inherit = "med.certificate"

    @api.model_create_multi
    def create(self, vals_list):
        certificates = super().create(vals_list)
        certificates._record_changes({})
        return certificates

    def write(self, vals):
        before = {certificate: certificate._get_recorded_values() for certificate in self}
        res = super().write(vals)
        if not set(vals).isdisjoint((*RECORDED, "registrant_id", "file")):
            self._record_changes(before, has_new_file="file" in vals)
        return res

    def _get_recorded_values(self):
        self.ensure_one()
        return {name: self._fields[name].convert_to_export(self[name], self) for name in RECORDED}

    def _record_changes(self, before, has_new_file=False):
        """One row of the ledger a certificate: each changed field with its old and its new value.

        :param before: dict of certificate to the values that it had; a new one is missing
        """
        rows = []
        for certificate in self:
            old, new = before.get(certificate, {}), certificate._get_recorded_values()
            changes = {
                name: [str(old.get(name) or ""), str(value or "")]
                for name, value in new.items()
                if (old.get(name) or "") != (value or "")
            }
            if has_new_file:
                changes["file"] = ["", certificate.file_name or "file"]
            if changes:
                rows.append(certificate._prepare_change_vals(changes))
        # sudo: nobody may write to the ledger but the code that keeps it
        self.env["med.trace.event"].sudo()._record(rows)

    def _prepare_change_vals(self, changes):
        return {
            "chain": f"certificate/{self.id}",
            "kind": "change",
            "happened_on": fields.Datetime.now(),
            "document_model": self._name,
            "document_id": self.id,
            "document_name": self.display_name,
            "details": changes,
            **({"company_id": self.company_id.id} if self.company_id else {}),
        }
