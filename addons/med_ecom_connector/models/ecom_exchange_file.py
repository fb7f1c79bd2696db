from odoo import fields, models


class EcomExchange(models.Model):
    _inherit = "ecom.exchange"

    file_id = fields.Many2one("ecom.file", readonly=True, index="btree_not_null", ondelete="restrict")
