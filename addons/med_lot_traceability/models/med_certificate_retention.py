from odoo import api, models


class MedCertificate(models.Model):
    _inherit = "med.certificate"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_retained(self):
        for certificate in self:
            self.env["med.retention"]._check(certificate)
