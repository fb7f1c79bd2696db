from odoo import api, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_retained(self):
        for order, lines in self.grouped("order_id").items():
            self.env["med.retention"]._check_done_lines(lines.sudo().move_ids, order)
