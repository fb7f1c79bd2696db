from odoo import api, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "sale")._check_devices_not_stopped()
        return orders

    def write(self, vals):
        """Every way of confirming comes by here, so this is where devices with ended certificates stop."""
        if vals.get("state") == "sale":
            self.filtered(lambda order: order.state != "sale")._check_devices_not_stopped()
        return super().write(vals)

    def _check_devices_not_stopped(self):
        for company, orders in self.grouped("company_id").items():
            orders.order_line.product_id.product_tmpl_id.with_company(company)._check_not_stopped("sale")
