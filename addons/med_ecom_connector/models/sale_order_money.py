from uuid import uuid4

from odoo import api, fields, models

#: an exchange in one of these states has not done its work
OPEN = ("pending", "held", "dead")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    ecom_invoice_policy = fields.Selection(
        selection=lambda self: self.env["ecom.store"]._fields["invoice_policy"].selection,
        string="Invoices by the shop's policy",
        readonly=True,
        copy=False,
    )
    ecom_payment_ids = fields.One2many("ecom.payment", "sale_order_id", "Payments in the shop", readonly=True)
    ecom_refund_ids = fields.One2many("ecom.refund", "sale_order_id", "Refunds in the shop", readonly=True)
    ecom_refund_is_full = fields.Boolean(
        "Refunded in full", compute="_compute_ecom_refund_is_full", store=True
    )
    ecom_on_delivery = fields.Boolean("Paid on delivery", compute="_compute_ecom_money", compute_sudo=True)
    ecom_paid_amount = fields.Monetary(
        "Captured in the shop", compute="_compute_ecom_money", compute_sudo=True
    )
    ecom_refunded_amount = fields.Monetary(
        "Refunded in the shop", compute="_compute_ecom_money", compute_sudo=True
    )
    ecom_money_count = fields.Integer(compute="_compute_ecom_money", compute_sudo=True)

    _ecom_open_money_idx = models.Index(
        "(ecom_store_id, ecom_ordered_at)"
        " WHERE ecom_payment_state IN ('unpaid', 'authorized', 'partially_paid')"
    )

    # === COMPUTE METHODS === #

    @api.depends("amount_total", "ecom_refund_ids.amount", "ecom_refund_ids.state")
    def _compute_ecom_refund_is_full(self):
        for order in self:
            refunded = sum(order._shop_refunds().mapped("amount"))
            order.ecom_refund_is_full = (
                bool(refunded) and order.currency_id.compare_amounts(refunded, order.amount_total) >= 0
            )

    @api.depends("ecom_payment_ids.amount", "ecom_payment_ids.state", "ecom_refund_ids.amount")
    def _compute_ecom_money(self):
        for order in self:
            payments, refunds = order.ecom_payment_ids, order._shop_refunds()
            order.ecom_paid_amount = sum(payment._captured() for payment in payments)
            order.ecom_refunded_amount = sum(refunds.mapped("amount"))
            order.ecom_on_delivery = any(payments.mapped("on_delivery"))
            order.ecom_money_count = len(payments) + len(refunds)

    def _get_invoiced(self):
        """Credit notes of the shop's amount-only refunds have no line of the order, but belong to it."""
        res = super()._get_invoiced()
        for order in self.filtered("ecom_refund_ids"):
            order.invoice_ids |= order.ecom_refund_ids.credit_note_ids
            order.invoice_count = len(order.invoice_ids)
        return res

    def _shop_refunds(self):
        return self.ecom_refund_ids.filtered(lambda refund: refund.state != "cancelled")

    def _shop_invoices(self):
        """Posted invoices, oldest first."""
        return self.invoice_ids.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted"
        ).sorted("id")

    def _shop_credit_notes(self):
        moves = self.invoice_ids | self.ecom_refund_ids.credit_note_ids | self.invoice_ids.reversal_move_ids
        return moves.filtered(lambda move: move.move_type == "out_refund" and move.state == "posted")

    def _has_shipped_goods(self):
        """Whether goods have left; an order without goods has nothing to wait for."""
        self.ensure_one()
        goods = self.order_line.filtered(lambda line: line.product_id.type == "consu")
        return not goods or any(line.qty_delivered > 0 for line in goods)

    # === RATES === #

    def _shop_rate(self, currency):
        """Units of the company's currency for one of ``currency``, as the shop took it, or None."""
        self.ensure_one()
        rate = self.ecom_exchange_rate
        foreign = currency == self.currency_id != self.company_id.currency_id
        return rate if rate and foreign else None

    def _shop_balance(self, amount, currency):
        """An amount in the company's currency by the shop's rate; None to leave it to Odoo's."""
        rate = self._shop_rate(currency)
        return None if rate is None else self.company_id.currency_id.round(amount * rate)

    # === BOOKING === #

    def action_confirm(self):
        res = super().action_confirm()
        self.filtered(lambda order: order.ecom_invoice_policy == "order")._queue_booking()
        return res

    def _action_cancel(self):
        res = super()._action_cancel()
        self.filtered(lambda order: order.ecom_store_id and order._shop_invoices())._queue_booking()
        return res

    def _queue_booking(self):
        """Have the books brought up to date with these shop orders.

        One exchange per order waits at a time. One that another worker has at hand may have read the order
        before our change, so then another is queued; one that is held is tried again.
        """
        orders = self.filtered(lambda order: order.ecom_store_id._books())
        if not orders:
            return
        # sudo: whoever ships or confirms need not write exchanges
        exchanges = self.env["ecom.exchange"].sudo()
        known = exchanges.search(
            [("kind", "=", "booking"), ("sale_order_id", "in", orders.ids), ("state", "in", OPEN)]
        )
        free = known.try_lock_for_update()
        free.filtered(lambda exchange: exchange.state != "pending")._requeue()
        exchanges.create([order._prepare_booking_vals() for order in orders - free.sale_order_id])
        exchanges._wake("booking")

    def _ask_shop_again(self):
        """Have the shops' present state of these orders fetched and taken over."""
        # sudo: whoever looks after the money need not write exchanges
        exchanges = self.env["ecom.exchange"].sudo()
        bound = self.filtered("ecom_order_binding_id")
        exchanges.create(
            [
                {
                    "store_id": order.ecom_store_id.id,
                    "kind": "order",
                    "source": "manual",
                    "external_id": order.ecom_order_binding_id.external_id,
                    "reference": order.client_order_ref,
                    "digest": f"asked:{uuid4().hex}",
                    "sale_order_id": order.id,
                }
                for order in bound
            ]
        )
        exchanges._wake("order")

    def _prepare_booking_vals(self):
        self.ensure_one()
        return {
            "store_id": self.ecom_store_id.id,
            "kind": "booking",
            "source": "event",
            "external_id": self.ecom_order_binding_id.external_id or self.name,
            "reference": self.client_order_ref or self.name,
            # every occasion is a new one; what there is to do is read when it is done
            "digest": f"booking:{uuid4().hex}",
            "sale_order_id": self.id,
        }

    # === ACTIONS === #

    def action_view_ecom_money(self):
        """Payments of the shop; its refunds stand on the order's page."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.ecom_payment_action")
        action["domain"] = [("sale_order_id", "=", self.id)]
        action["context"] = {}
        return action
