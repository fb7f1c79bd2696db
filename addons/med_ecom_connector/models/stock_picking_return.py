from odoo import fields, models


class StockPicking(models.Model):
    """The transfers of a return, in and out."""

    _inherit = "stock.picking"

    ecom_return_id = fields.Many2one(
        "ecom.return", "Return of a shop", readonly=True, copy=False, index="btree_not_null"
    )

    def _action_done(self):
        res = super()._action_done()
        # sudo: the warehouse receives goods, the return is the order desk's
        self.sudo().ecom_return_id._note_received()
        return res

    def action_cancel(self):
        res = super().action_cancel()
        # sudo: see above
        waiting = self.sudo().ecom_return_id.filtered(lambda one: one.state == "expected")
        for one in waiting:
            if all(picking.state == "cancel" for picking in one.picking_ids):
                one.state = "requested"
            else:
                one._note_received()
        self.sudo().ecom_return_id._note_not_sent_back()
        return res

    def _is_shop_shipment(self):
        """Goods that go out in exchange fulfil no line of the shop's order a second time."""
        return super()._is_shop_shipment() and not self.ecom_return_id
