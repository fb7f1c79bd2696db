from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class EcomRefundSend(models.TransientModel):
    """Gives money of a shop order back through the shop."""

    _name = "ecom.refund.send"
    _description = "Refund in the shop"

    sale_order_id = fields.Many2one("sale.order", required=True, readonly=True)
    credit_note_id = fields.Many2one("account.move", readonly=True)
    currency_id = fields.Many2one(related="sale_order_id.currency_id")
    refundable = fields.Monetary("Can be given back", compute="_compute_refundable")
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False)
    reason = fields.Char(required=True)
    line_ids = fields.One2many("ecom.refund.send.line", "wizard_id")

    @api.model
    def default_get(self, fields):
        vals = super().default_get(fields)
        note = self.env["account.move"].browse(vals.get("credit_note_id"))
        if note:
            vals["sale_order_id"] = note._shop_order().id
            vals["reason"] = note.ref
        order = self.env["sale.order"].browse(vals.get("sale_order_id"))
        if order and not note:
            vals["line_ids"] = [
                Command.create({"sale_line_id": line.id})
                for line in order.order_line
                if line.ecom_line_ref and line.product_uom_qty > line.ecom_refunded_qty
            ]
        return vals

    @api.depends("sale_order_id")
    def _compute_refundable(self):
        for wizard in self:
            wizard.refundable = wizard.sale_order_id and wizard.sale_order_id._shop_refundable()

    @api.depends("line_ids.amount", "credit_note_id", "sale_order_id")
    def _compute_amount(self):
        for wizard in self:
            picked = sum(wizard.line_ids.mapped("amount"))
            wizard.amount = wizard.credit_note_id.amount_total or picked or wizard.refundable

    def action_send(self):
        self.ensure_one()
        lines = [
            (line.sale_line_id, line.quantity, line.amount) for line in self.line_ids if line.quantity > 0
        ]
        if sum(amount for _line, _quantity, amount in lines) > self.amount + 0.005:
            raise UserError(self.env._("The lines come to more than the amount: correct one of them."))
        refund = self.env["ecom.refund"]._ask(self.sale_order_id, self.amount, self.reason, lines)
        if self.credit_note_id:
            # sudo: tie the note to the refund that it stands for, so that none is made a second time
            self.credit_note_id.sudo().ecom_refund_id = refund
        return {"type": "ir.actions.act_window_close"}


class EcomRefundSendLine(models.TransientModel):
    _name = "ecom.refund.send.line"
    _description = "Line of a refund in the shop"

    wizard_id = fields.Many2one("ecom.refund.send", required=True, ondelete="cascade", index=True)
    sale_line_id = fields.Many2one("sale.order.line", required=True, readonly=True)
    currency_id = fields.Many2one(related="sale_line_id.currency_id")
    left = fields.Float("Not refunded", digits="Product Unit", compute="_compute_left")
    quantity = fields.Float(digits="Product Unit")
    amount = fields.Monetary(
        "Amount with tax", compute="_compute_amount", store=True, readonly=False, help="With tax."
    )

    @api.depends("sale_line_id")
    def _compute_left(self):
        for line in self:
            line.left = line.sale_line_id.product_uom_qty - line.sale_line_id.ecom_refunded_qty

    @api.depends("quantity")
    def _compute_amount(self):
        for line in self:
            sold = line.sale_line_id
            share = line.quantity / sold.product_uom_qty if sold.product_uom_qty else 0.0
            line.amount = sold.currency_id.round(sold.price_total * share)

    @api.constrains("quantity")
    def _check_quantity(self):
        for line in self:
            if line.quantity < 0 or line.quantity > line.left + 1e-6:
                raise UserError(
                    self.env._(
                        "%(product)s: at most %(left)s can be refunded.",
                        product=line.sale_line_id.product_id.display_name,
                        left=line.left,
                    )
                )
