from odoo import models


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    # the mixin first, so that it looks at lines that are finished
    _inherit = ["med.stopped.line.mixin", "sale.order.line"]

    _stop_operation = "sale"
    _stop_quantity = "product_uom_qty"
    _stop_states = ("sale",)
