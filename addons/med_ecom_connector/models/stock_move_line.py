from odoo import fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    ecom_parcel_id = fields.Many2one(
        "ecom.parcel", "Parcel", index="btree_not_null", readonly=True, copy=False, ondelete="set null"
    )
