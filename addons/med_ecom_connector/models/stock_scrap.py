from odoo import fields, models


class StockScrap(models.Model):
    _inherit = "stock.scrap"

    ecom_return_id = fields.Many2one(
        "ecom.return", "Return of a shop", readonly=True, copy=False, index="btree_not_null"
    )
