from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """What of an order's money may be given back from here."""

    _inherit = "sale.order"

    ecom_can_refund = fields.Boolean(compute="_compute_ecom_can_refund", compute_sudo=True)

    @api.depends("ecom_paid_amount", "ecom_refunded_amount", "ecom_store_id")
    def _compute_ecom_can_refund(self):
        for order in self:
            order.ecom_can_refund = (
                bool(order.ecom_store_id)
                and order.ecom_store_id.can_refund
                and order.currency_id.compare_amounts(order._shop_refundable(), 0) > 0
            )

    def _shop_refundable(self):
        """What of the captured money is left to be given back."""
        self.ensure_one()
        return self.ecom_paid_amount - self.ecom_refunded_amount

    def _check_refundable(self, amount):
        self.ensure_one()
        left = self._shop_refundable()
        if not self.ecom_store_id.can_refund:
            raise UserError(
                self.env._("%(shop)s can't be told of refunds: refund there.", shop=self.ecom_store_id.name)
            )
        if self.currency_id.compare_amounts(amount, 0) <= 0:
            raise UserError(self.env._("Enter the amount to give back: it must be more than zero."))
        if self.currency_id.compare_amounts(amount, left) > 0:
            raise UserError(
                self.env._(
                    "%(amount)s can't be given back: of the money captured for %(order)s only %(left)s "
                    "is left.",
                    amount=self.currency_id.format(amount),
                    order=self.display_name,
                    left=self.currency_id.format(left),
                )
            )
