from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.instants import naive_utc


class EcomRefund(models.Model):
    """Money given back: told by the shop, or asked of it from here. Booked once, by the shop's id."""

    _name = "ecom.refund"
    _description = "Refund in a web shop"
    _inherit = "ecom.order.money"
    _order = "refunded_at desc, id desc"
    _rec_names_search = ["name", "external_id", "sale_order_id.name", "sale_order_id.client_order_ref"]

    name = fields.Char("Reference", readonly=True, help="Ours; the shop keeps it with a refund we asked for.")
    direction = fields.Selection(
        [("in", "Made in the shop"), ("out", "Made in Odoo")], default="in", required=True, readonly=True
    )
    state = fields.Selection(
        [
            ("sending", "On its way to the shop"),
            ("open", "To be booked"),
            ("waiting", "Waits for the invoice"),
            ("done", "Booked"),
            ("cancelled", "Cancelled"),
        ],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    shipping_amount = fields.Monetary("Of it shipping", readonly=True)
    reason = fields.Char(readonly=True)
    refunded_at = fields.Datetime(readonly=True)
    line_ids = fields.One2many("ecom.refund.line", "refund_id", readonly=True)
    payment_ids = fields.One2many("account.payment", "ecom_refund_id", readonly=True)
    booked_amount = fields.Monetary("Paid out", compute="_compute_booked_amount", store=True)
    is_due = fields.Boolean(
        "To be paid out",
        compute="_compute_is_due",
        store=True,
        help="Money of it, once booked in, is not booked out.",
    )
    return_id = fields.Many2one("ecom.return", readonly=True, index="btree_not_null")
    credit_note_ids = fields.One2many("account.move", "ecom_refund_id", readonly=True)

    @api.depends("name", "external_id")
    def _compute_display_name(self):
        for refund in self:
            refund.display_name = refund.name or refund.external_id

    @api.depends("payment_ids.amount")
    def _compute_booked_amount(self):
        for refund in self:
            # a payment that somebody cancelled is not made again by itself
            refund.booked_amount = sum(refund.payment_ids.mapped("amount"))

    @api.depends(
        "amount",
        "state",
        "booked_amount",
        "sale_order_id.ecom_payment_ids.booked_amount",
        "sale_order_id.ecom_refund_ids.booked_amount",
    )
    def _compute_is_due(self):
        for refund in self:
            refund.is_due = refund.currency_id.compare_amounts(refund._get_due_amount(), 0) > 0

    def _get_due_amount(self):
        """What is to be paid out: the refund, as far as the order's money was ever booked in."""
        self.ensure_one()
        if self.state in ("sending", "cancelled"):
            return 0.0
        order = self.sale_order_id
        others = sum((order.ecom_refund_ids - self).mapped("booked_amount"))
        there = sum(order.ecom_payment_ids.mapped("booked_amount")) - others
        return min(self.amount, there) - self.booked_amount

    # === FROM THE SHOP === #

    @api.model
    def _take_in(self, store, arrivals):
        """Note the refunds that the shop made. One that we asked for ourselves is recognised.

        :param arrivals: list of (:class:`~..channels.neutral.Order`, ``sale.order``)
        :return: new ``ecom.refund``
        """
        rows = {row.external_id: (row, sale) for order, sale in arrivals for row in order.refunds}
        if not rows:
            return self.browse()
        known = self._by_external_id(store, rows)
        ours = self._by_reference(store, rows)
        vals_list = []
        for external_id, (row, sale) in rows.items():
            if external_id in known:
                continue
            asked = ours.get(row.reference) if row.reference else None
            if asked:
                asked._recognise(external_id)
            else:
                vals_list.append(self._prepare_vals(store, row, sale))
        return self.create(vals_list)

    @api.model
    def _by_reference(self, store, rows):
        references = [row.reference for row, _sale in rows.values() if row.reference]
        found = self.search([("store_id", "=", store.id), ("name", "in", references)])
        return {refund.name: refund for refund in found}

    def _recognise(self, external_id):
        """The shop shows what we asked it for: the call did its work, whatever we heard of it."""
        self.ensure_one()
        # even if somebody gave it up meanwhile: the money is gone
        if self.state in ("sending", "cancelled"):
            self.write({"external_id": external_id, "state": "open", "refunded_at": fields.Datetime.now()})

    @api.model
    def _prepare_vals(self, store, row, sale):
        lines = sale.order_line._by_shop_ref()
        return {
            "store_id": store.id,
            "external_id": row.external_id,
            "name": row.reference,
            "sale_order_id": sale.id,
            "currency_id": self._currency(row.currency, sale).id,
            "amount": float(row.amount),
            "shipping_amount": float(row.shipping_amount),
            "reason": row.reason,
            "refunded_at": row.created_at and naive_utc(row.created_at),
            "line_ids": [
                fields.Command.create(
                    {
                        "sale_line_id": lines[line.line_id].id,
                        "quantity": float(line.quantity),
                        "amount": float(line.amount),
                    }
                )
                for line in row.lines
                if line.line_id in lines
            ],
        }

    # === ACTIONS === #

    def action_open_credit_notes(self):
        self.ensure_one()
        return self.credit_note_ids._get_records_action(name=self.env._("Credit notes"))

    def action_cancel(self):
        """Give up a refund that the shop has not made."""
        if self.filtered(lambda refund: refund.state != "sending"):
            raise UserError(
                self.env._("Only a refund that is still on its way to the shop can be cancelled here.")
            )
        self.env["ecom.exchange"]._check_may_refund()
        # sudo: these are the engine's records, which nobody edits by hand
        exchanges = (
            self.env["ecom.exchange"]
            .sudo()
            .search(
                [("kind", "=", "refund"), ("external_id", "in", self.mapped("name")), ("state", "!=", "done")]
            )
        )
        exchanges._finish(state="dismissed", dismiss_reason=self.env._("The refund was cancelled."))
        self.sudo().state = "cancelled"
        return True


class EcomRefundLine(models.Model):
    _name = "ecom.refund.line"
    _description = "Line of a refund in a web shop"

    refund_id = fields.Many2one("ecom.refund", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="refund_id.company_id", store=True, index=True)
    sale_line_id = fields.Many2one("sale.order.line", required=True, index=True)
    product_id = fields.Many2one(related="sale_line_id.product_id")
    quantity = fields.Float(digits="Product Unit")
    currency_id = fields.Many2one(related="refund_id.currency_id")
    amount = fields.Monetary(help="With tax.")
