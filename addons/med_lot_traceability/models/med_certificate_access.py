from odoo import models


class MedCertificate(models.Model):
    _name = "med.certificate"
    _inherit = ["med.certificate", "med.regulated.mixin"]
