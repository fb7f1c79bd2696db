from odoo import api, fields, models


class EcomReturn(models.Model):
    """Goods exchanged in the shop: others go out for them, on the order that they came from."""

    _inherit = "ecom.return"

    in_exchange = fields.Boolean(
        "Exchanged in the shop", readonly=True, help="Other goods go out for these, on the same order."
    )

    @api.model
    def _prepare_vals(self, store, row, sale):
        return {**super()._prepare_vals(store, row, sale), "in_exchange": row.in_exchange}

    def _is_credited_by_exchange(self):
        """Whether these goods are set against the ones that go out for them, or will be."""
        self.ensure_one()
        return self.in_exchange and self.state != "cancelled" and self.decision in (False, "accept")


class SaleOrderLine(models.Model):
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


class SaleOrder(models.Model):
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


class EcomRefund(models.Model):
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


class EcomReturnLine(models.Model):
    _inherit = "ecom.return.line"

    def _worth(self, quantity):
        """What was paid for so many of the line, with tax."""
        self.ensure_one()
        sold = self.sale_line_id
        return sold.price_total * quantity / sold.product_uom_qty if sold.product_uom_qty else 0.0
