from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..channels.aftersales import RefundLine, RefundOut


class EcomRefund(models.Model):
    _inherit = "ecom.refund"

    @api.model
    def _ask(self, order, amount, reason, lines=(), **vals):
        """Have the shop give money back.

        :param order: ``sale.order`` of a shop that can refund
        :param float amount: with tax, in the order's currency
        :param lines: list of (``sale.order.line``, quantity, amount with tax)
        :return: the new ``ecom.refund``
        """
        self.env["ecom.exchange"]._check_may_refund()
        order.check_access("read")
        order._check_refundable(amount)
        # sudo: the engine's records, which nobody writes by hand; whether one may was checked above
        books = self.sudo()
        name = self.env["ir.sequence"].sudo().next_by_code("ecom.refund")
        refund = books.create(
            {
                "store_id": order.ecom_store_id.id,
                # until the shop says what it calls it
                "external_id": name,
                "name": name,
                "sale_order_id": order.id,
                "direction": "out",
                "state": "sending",
                "currency_id": order.currency_id.id,
                "amount": order.currency_id.round(amount),
                "reason": reason,
                "line_ids": [
                    fields.Command.create({"sale_line_id": line.id, "quantity": quantity, "amount": part})
                    for line, quantity, part in lines
                ],
                **vals,
            }
        )
        refund._queue()
        return refund

    def _queue(self):
        self.ensure_one()
        self.env["ecom.exchange"].create(
            {
                "store_id": self.store_id.id,
                "kind": "refund",
                "source": "manual",
                "external_id": self.name,
                "reference": f"{self.name} {self.sale_order_id.client_order_ref or ''}".strip(),
                "digest": self.name,
                "sale_order_id": self.sale_order_id.id,
            }
        )
        self.env["ecom.exchange"]._wake("refund")

    def _prepare_refund_out(self):
        """:return: :class:`~..channels.aftersales.RefundOut`"""
        self.ensure_one()
        order = self.sale_order_id
        return RefundOut(
            order_id=order.ecom_order_binding_id.external_id,
            reference=self.name,
            amount=Decimal(str(self.amount)),
            currency=self.currency_id.name,
            reason=self.reason or "",
            lines=tuple(
                RefundLine(
                    line_id=line.sale_line_id.ecom_line_ref,
                    quantity=Decimal(str(line.quantity)),
                    amount=Decimal(str(line.amount)),
                    sku=line.product_id.default_code or "",
                )
                for line in self.line_ids
                if line.sale_line_id.ecom_line_ref
            ),
        )


class EcomHandlerRefund(models.AbstractModel):
    """Refunds out: the shop gives the money back, then it is booked here."""

    _name = "ecom.handler.refund"
    _description = "Sends refunds to shops"
    _inherit = "ecom.handler"

    @api.model
    def _handle_one(self, exchange):
        store = exchange.store_id
        refund = self.env["ecom.refund"].search(
            [("store_id", "=", store.id), ("name", "=", exchange.external_id)], limit=1
        )
        if refund.state == "sending":
            external_id = store._channel().push_refund(refund._prepare_refund_out())
            refund._recognise(external_id)
        exchange._finish_told()
        refund.sale_order_id._queue_booking()


class SaleOrder(models.Model):
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
