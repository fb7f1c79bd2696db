from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class EcomReturnDecide(models.TransientModel):
    """What becomes of goods that came back: money, other goods, or neither."""

    _name = "ecom.return.decide"
    _description = "Decide on a return"

    return_id = fields.Many2one("ecom.return", required=True, readonly=True, ondelete="cascade")
    decision = fields.Selection(
        [("accept", "Accept"), ("exchange", "Send other goods"), ("decline", "Decline")],
        default="accept",
        required=True,
    )
    currency_id = fields.Many2one(related="return_id.sale_order_id.currency_id")
    refunded = fields.Monetary("Refunded already", compute="_compute_refunded")
    amount = fields.Monetary("Refund", compute="_compute_amount", store=True, readonly=False)
    reason = fields.Char()
    needs_check = fields.Boolean(related="return_id.needs_check")
    in_exchange = fields.Boolean(related="return_id.in_exchange")
    exchange_pending = fields.Boolean(related="return_id.exchange_pending")

    @api.depends("return_id")
    def _compute_refunded(self):
        for wizard in self:
            refunds = wizard.return_id.refund_ids.filtered(lambda refund: refund.state != "cancelled")
            wizard.refunded = sum(refunds.mapped("amount"))

    @api.depends("return_id", "decision")
    def _compute_amount(self):
        """What was paid for the received goods, less what was given back for this return already."""
        for wizard in self:
            one, order = wizard.return_id, wizard.return_id.sale_order_id
            worth = sum(line._worth(line.received_quantity) for line in one.line_ids)
            due = min(worth - wizard.refunded, order._shop_refundable() if order else 0.0)
            if one.in_exchange:
                due = min(due, order._shop_overpaid(one))
            if one.exchange_pending:
                due = 0.0
            wizard.amount = max(0.0, due) if wizard.decision == "accept" else 0.0

    def action_confirm(self):
        self.ensure_one()
        one = self.return_id
        if not self.env.user.has_group("med_lot_traceability.group_order_desk"):
            raise AccessError(self.env._("Only the order desk decides on returns."))
        one.check_access("read")
        if one.state != "received":
            raise UserError(
                self.env._(
                    "%(name)s can't be decided on now: its goods must have been received, and nothing "
                    "decided before.",
                    name=one.name,
                )
            )
        if self.decision == "exchange" and self.in_exchange:
            raise UserError(
                self.env._(
                    "%(name)s was exchanged in the shop: what goes out instead stands on %(order)s already. "
                    "Accept the goods, or decline them.",
                    name=one.name,
                    order=one.sale_order_id.display_name,
                )
            )
        if self.decision == "decline" and not self.reason:
            raise UserError(self.env._("Say why the return is declined: the customer is told."))
        # sudo: the engine's records and the warehouse's transfers; whether one may was checked above
        self._carry_out(one.sudo())
        return {"type": "ir.actions.act_window_close"}

    def _carry_out(self, one):
        one.write(
            {
                "state": "done",
                "decision": self.decision,
                "decision_reason": self.reason,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "goods_state": "waiting" if self.decision == "decline" else False,
            }
        )
        one.activity_ids.filtered(lambda activity: activity.user_id).action_done()
        if self.decision == "accept" and self.currency_id.compare_amounts(self.amount, 0) > 0:
            self._refund(one)
        elif self.decision == "exchange":
            one._send_instead()
        if one.in_exchange:
            one.sale_order_id._queue_booking()
        one._queue_answer()

    def _refund(self, one):
        reason = self.reason or one.reason_text or one.reason_id.name or ""
        # exchanged goods are credited against those that went out; only the difference is money
        lines = [] if one.in_exchange else self._split_amount(one)
        self.env["ecom.refund"]._ask(one.sale_order_id, self.amount, reason, lines, return_id=one.id)

    def _split_amount(self, one):
        """:return: list of (``sale.order.line``, quantity, amount with tax) of the received goods"""
        left = self.amount
        lines = []
        for line in one.line_ids.filtered("received_quantity"):
            sold = line.sale_line_id
            share = line.received_quantity / sold.product_uom_qty if sold.product_uom_qty else 0.0
            part = min(left, self.currency_id.round(sold.price_total * share))
            left -= part
            quantity = min(line.received_quantity, sold.product_uom_qty - sold.ecom_refunded_qty)
            if part > 0 and quantity > 0:
                lines.append((sold, quantity, part))
        return lines
