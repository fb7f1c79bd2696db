from odoo import models


class EcomRefund(models.Model):
    """Money given back besides an exchange."""

    _inherit = "ecom.refund"

    def _left_to_credit(self):
        """In an exchange for something cheaper the goods are credited as such; the difference that the shop
        gives back is no credit of its own.
        """
        left = super()._left_to_credit()
        order = self.sale_order_id
        exchanged = order._shop_worth_of_returns(lambda one: one._is_credited_by_exchange())
        if not exchanged:
            return left
        credited = sum(order.ecom_refund_ids.credit_note_ids.mapped("amount_total"))
        kept = order.amount_total - exchanged - credited
        return min(left, max(0.0, kept - order._shop_refundable()))
