from odoo import api, fields, models


class SaleOrder(models.Model):
    """An order and its returns."""

    _inherit = "sale.order"

    ecom_return_ids = fields.One2many("ecom.return", "sale_order_id", "Returns of the shop", readonly=True)
    ecom_return_count = fields.Integer(compute="_compute_ecom_return_count", compute_sudo=True)

    @api.depends("ecom_return_ids")
    def _compute_ecom_return_count(self):
        for order in self:
            order.ecom_return_count = len(order.ecom_return_ids)

    def action_view_ecom_returns(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.ecom_return_action")
        return {**action, "domain": [("sale_order_id", "=", self.id)], "context": {}}
