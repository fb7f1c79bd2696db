from odoo import api, fields, models
from odoo.fields import Command

from ..exceptions import HoldExchange


class AccountMove(models.Model):
    _inherit = "account.move"

    ecom_refund_id = fields.Many2one(
        "ecom.refund", "Refund in the shop", readonly=True, copy=False, index="btree_not_null"
    )

    ecom_can_refund = fields.Boolean(compute="_compute_ecom_can_refund")

    @api.depends("move_type", "state", "ecom_refund_id", "reversed_entry_id")
    def _compute_ecom_can_refund(self):
        for move in self:
            # sudo: an accountant need not be a salesperson
            order = move.sudo()._shop_order() if move._may_be_shop_refund() else None
            move.ecom_can_refund = bool(order) and order.ecom_can_refund

    def _may_be_shop_refund(self):
        return self.move_type == "out_refund" and self.state == "posted" and not self.ecom_refund_id

    def _shop_order(self):
        """The shop order of an invoice or credit note."""
        lines = (self | self.reversed_entry_id).invoice_line_ids.sale_line_ids
        return lines.order_id.filtered("ecom_store_id")[:1]

    def _post(self, soft=True):
        """What was invoiced by hand is matched with the shop's money, too."""
        posted = super()._post(soft=soft)
        invoices = posted.filtered(lambda move: move.is_sale_document(include_receipts=False))
        if invoices and not self.env.context.get("ecom_is_booking"):
            # sudo: an accountant need not be a salesperson
            invoices.sudo().invoice_line_ids.sale_line_ids.order_id.filtered("ecom_store_id")._queue_booking()
        return posted

    def _add_shop_rounding(self, total):
        """Bring a draft invoice to the shop's total, to the cent.

        Only what rounding can explain: a cent per line.

        :raises HoldExchange: for a larger difference
        """
        self.ensure_one()
        difference = self.currency_id.round(total - self.amount_total)
        if self.currency_id.is_zero(difference):
            return
        if abs(difference) > self.currency_id.rounding * max(1, len(self.invoice_line_ids)) + 1e-9:
            raise HoldExchange(
                "invoice_differs",
                shop=self.currency_id.format(total),
                ours=self.currency_id.format(self.amount_total),
            )
        product = self.env.ref("med_ecom_connector.product_rounding")
        vals = {
            "product_id": product.id,
            "name": product.name,
            "quantity": 1,
            "price_unit": difference,
            "tax_ids": [Command.clear()],
        }
        self.write({"invoice_line_ids": [Command.create(vals)]})
