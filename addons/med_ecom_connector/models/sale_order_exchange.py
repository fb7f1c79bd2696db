from odoo import models


class SaleOrder(models.Model):
    """An order whose goods were exchanged in the shop."""

    _inherit = "sale.order"

    def _has_shop_exchange(self):
        """Whether goods that came back are taken off the invoice of others."""
        self.ensure_one()
        return any(self.order_line.mapped("ecom_exchanged_qty"))

    def _shop_worth_of_returns(self, wanted):
        """What was paid for goods that came back, or are to, with tax.

        :param wanted: function that says whether an ``ecom.return`` counts
        """
        self.ensure_one()
        lines = self.ecom_return_ids.filtered(wanted).line_ids
        return sum(line._worth(line.received_quantity or line.quantity) for line in lines)

    def _shop_overpaid(self, coming):
        """Of the captured money, what the customer need not pay for what is kept.

        :param coming: ``ecom.return`` that is being accepted
        """
        self.ensure_one()
        returned = self._shop_worth_of_returns(lambda one: one == coming or one.decision == "accept")
        return self._shop_refundable() - (self.amount_total - returned)
