from odoo import models


class MedLotBatch(models.Model):
    _name = "med.lot.batch"
    _inherit = ["med.lot.batch", "med.regulated.mixin"]
