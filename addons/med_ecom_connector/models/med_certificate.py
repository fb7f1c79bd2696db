from odoo import models

CERTIFICATE_FIELDS = {"number", "valid_from", "valid_until", "kind", "product_tmpl_ids", "jurisdiction_id"}


class MedCertificate(models.Model):
    """Certificates are part of what shops show of a product."""

    _inherit = "med.certificate"

    def write(self, vals):
        res = super().write(vals)
        if CERTIFICATE_FIELDS & vals.keys():
            self.env["ecom.exchange"]._wake_products()
        return res
