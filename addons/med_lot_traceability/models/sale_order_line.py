from odoo import api, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_devices_not_stopped()
        return lines

    def write(self, vals):
        """More of a stopped device can't be added to a confirmed order; less of it always may be."""
        before = {line: (line.product_id, line.product_uom_qty) for line in self}
        res = super().write(vals)
        if {"product_id", "product_uom_qty"} & set(vals):
            self.filtered(
                lambda line: line.product_id != before[line][0] or line.product_uom_qty > before[line][1]
            )._check_devices_not_stopped()
        return res

    def _check_devices_not_stopped(self):
        confirmed = self.filtered(lambda line: line.state == "sale")
        for company, lines in confirmed.grouped("company_id").items():
            lines.product_id.product_tmpl_id.with_company(company)._check_not_stopped("sale")
