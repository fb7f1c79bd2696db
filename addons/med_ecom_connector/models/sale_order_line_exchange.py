from odoo import api, fields, models


class SaleOrderLine(models.Model):
    """What of a line came back for other goods of the order."""

    _inherit = "sale.order.line"

    ecom_return_line_ids = fields.One2many("ecom.return.line", "sale_line_id", readonly=True)
    ecom_exchanged_qty = fields.Float(
        "Exchanged in the shop",
        digits="Product Unit",
        compute="_compute_ecom_exchanged_qty",
        store=True,
        help="So many came back for other goods of the order, and are taken off its invoices.",
    )

    @api.depends("ecom_return_line_ids.return_id.decision", "ecom_return_line_ids.return_id.in_exchange")
    def _compute_ecom_exchanged_qty(self):
        for line in self:
            # sudo: the accountant need not see transfers
            accepted = line.sudo().ecom_return_line_ids.filtered(
                lambda row: row.return_id.in_exchange and row.return_id.decision == "accept"
            )
            line.ecom_exchanged_qty = sum(accepted.mapped("received_quantity"))

    def _shop_quantity_given_up(self):
        return super()._shop_quantity_given_up() + self.ecom_exchanged_qty
