from decimal import Decimal

from odoo import api, fields, models

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
