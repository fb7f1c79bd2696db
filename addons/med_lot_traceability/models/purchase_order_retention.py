from odoo import api, models


class PurchaseOrder(models.Model):
    """An order by which devices came or went is kept, also when it was cancelled afterwards."""

    _inherit = "purchase.order"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_retained(self):
        self.order_line._unlink_except_retained()
