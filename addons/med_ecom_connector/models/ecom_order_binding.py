from odoo import fields, models


class EcomOrderBinding(models.Model):
    _name = "ecom.order.binding"
    _description = "Order in a web shop"
    _inherit = "ecom.binding"

    sale_order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="restrict")
    digest = fields.Char(help="Of the shop's payload as last taken in.")
    marks = fields.Json(help="Digest of each part of the order as last taken in, to see what was edited.")
    modified_at = fields.Datetime("Changed in the shop")
