from odoo import api, fields, models


class EcomCancelOrder(models.TransientModel):
    """Why shop orders are cancelled in Odoo; the shop is told, where it can be."""

    _name = "ecom.cancel.order"
    _description = "Cancel shop orders"

    sale_order_ids = fields.Many2many("sale.order", required=True)
    reason = fields.Char(required=True)
    told = fields.Char("Shops that are told", compute="_compute_told")
    untold = fields.Char("Shops that can't be told", compute="_compute_told")

    @api.depends("sale_order_ids")
    def _compute_told(self):
        for wizard in self:
            stores = wizard.sale_order_ids.ecom_store_id
            told = stores.filtered("can_cancel")
            wizard.told = ", ".join(told.mapped("name"))
            wizard.untold = ", ".join((stores - told).mapped("name"))

    def action_cancel_orders(self):
        self.ensure_one()
        self.sale_order_ids.check_access("write")
        self.sale_order_ids.ecom_cancel_reason = self.reason
        self.sale_order_ids.with_context(ecom_reason_given=True).action_cancel()
        return {"type": "ir.actions.act_window_close"}
