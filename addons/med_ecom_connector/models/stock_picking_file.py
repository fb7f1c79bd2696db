from odoo import fields, models


class StockPicking(models.Model):
    """A receipt that a file brought in."""

    _inherit = "stock.picking"

    ecom_file_id = fields.Many2one(
        "ecom.file", "Brought in by", readonly=True, copy=False, index="btree_not_null"
    )
