from odoo import models

from .purchase_order import ORDERED


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    # the mixin first, so that it looks at lines that are finished
    _inherit = ["med.stopped.line.mixin", "purchase.order.line"]

    _stop_operation = "purchase"
    _stop_quantity = "product_qty"
    _stop_states = ORDERED
