from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    ecom_line_ref = fields.Char("Line in the shop", readonly=True, copy=False)
    ecom_shipped_qty = fields.Float(
        "Shipped in the shop",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="What the shop counts as shipped.",
    )
