from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    ecom_cancelled_at = fields.Datetime("Cancelled in the shop", readonly=True, copy=False)
    ecom_cancel_reason = fields.Char("Reason of cancellation", readonly=True, copy=False)
