from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _action_done(self):
        """Goods that left are invoiced, where the shop's policy says so."""
        res = super()._action_done()
        shipped = self.filtered(lambda picking: picking.state == "done" and picking._is_shop_shipment())
        # sudo: the warehouse need not see what is invoiced
        orders = shipped.sale_id.sudo()
        orders.filtered(lambda order: order.ecom_invoice_policy == "shipment")._queue_booking()
        return res
