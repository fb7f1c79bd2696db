from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.instants import naive_utc

#: Who may say that the carrier has handed over the money.
MAY_RECEIVE = ("med_lot_traceability.group_accountant", "med_lot_traceability.group_order_desk")


class EcomPayment(models.Model):
    """Money as the shop reports it. What of it is captured is booked."""

    _name = "ecom.payment"
    _description = "Payment in a web shop"
    _inherit = "ecom.order.money"
    _order = "paid_at desc, id desc"
    _rec_names_search = ["reference", "external_id", "sale_order_id.name", "sale_order_id.client_order_ref"]

    state = fields.Selection(
        [
            ("authorized", "Authorized"),
            ("captured", "Captured"),
            ("failed", "Failed"),
            ("voided", "Voided"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    method = fields.Char(readonly=True)
    reference = fields.Char(readonly=True, index="trigram")
    paid_at = fields.Datetime("Captured at", readonly=True)
    is_gift_card = fields.Boolean("Gift card", readonly=True)
    on_delivery = fields.Boolean(readonly=True)
    received_by_id = fields.Many2one("res.users", readonly=True)
    payment_ids = fields.One2many("account.payment", "ecom_payment_id", readonly=True)
    booked_amount = fields.Monetary(
        "Booked", readonly=True, help="Written by the booking only, so that two at once collide."
    )
    is_due = fields.Boolean(
        "To be booked",
        compute="_compute_is_due",
        store=True,
        help="More is captured than is booked, or an accountant books back what is captured no more.",
    )

    @api.depends("reference", "external_id")
    def _compute_display_name(self):
        for payment in self:
            payment.display_name = payment.reference or payment.external_id

    @api.depends("state", "amount", "booked_amount")
    def _compute_is_due(self):
        for payment in self:
            payment.is_due = not payment.currency_id.is_zero(payment._captured() - payment.booked_amount)

    def _captured(self):
        self.ensure_one()
        return self.currency_id.round(self.amount) if self.state == "captured" else 0.0

    # === FROM THE SHOP === #

    @api.model
    def _take_in(self, store, arrivals):
        """Note what the shop says of the payments of these orders.

        :param arrivals: list of (:class:`~..channels.neutral.Order`, ``sale.order``)
        :return: ``sale.order`` of which something changed
        """
        rows = {row.external_id: (row, order, sale) for order, sale in arrivals for row in order.payments}
        known = self._by_external_id(store, rows) if rows else {}
        changed = self.env["sale.order"]
        new = []
        for external_id, (row, order, sale) in rows.items():
            vals = self._prepare_vals(row, sale)
            payment = known.get(external_id)
            if not payment:
                new.append(
                    {**vals, "store_id": store.id, "external_id": external_id, "sale_order_id": sale.id}
                )
                changed |= sale
            elif payment.state == "captured" and not order.tells_payments:
                continue
            elif payment._update(vals):
                changed |= payment.sale_order_id
        self.create(new)
        return changed

    @api.model
    def _prepare_vals(self, row, sale):
        return {
            "state": row.status,
            "amount": float(row.amount),
            "currency_id": self._currency(row.currency, sale).id,
            "method": row.method,
            "reference": row.reference,
            "paid_at": row.paid_at and naive_utc(row.paid_at),
            "is_gift_card": row.is_gift_card,
            "on_delivery": row.on_delivery,
        }

    def _update(self, vals):
        """:return: whether anything changed"""
        self.ensure_one()
        if self.received_by_id and vals["state"] == "authorized":
            # the shop does not learn of money that the carrier brings; a person said it is here
            vals = {name: value for name, value in vals.items() if name not in ("state", "paid_at", "amount")}
        now = self._convert_to_write(self.read(list(vals), load="_classic_write")[0])
        changed = {name: value for name, value in vals.items() if (now[name] or False) != (value or False)}
        if "state" in changed or "amount" in changed:
            self._log_change(changed)
        return bool(changed) and self.write({**changed, "synced_at": fields.Datetime.now()})

    def _log_change(self, vals):
        """Money that shrinks or goes leaves a note on the order."""
        if self.state == "captured" and vals.get("state", "captured") != "captured":
            text = self.env._("The shop voided the payment %(payment)s.", payment=self.display_name)
        elif self.state == "captured" and vals.get("amount", self.amount) < self.amount:
            text = self.env._(
                "The shop lowered the payment %(payment)s from %(before)s to %(after)s.",
                payment=self.display_name,
                before=self.currency_id.format(self.amount),
                after=self.currency_id.format(vals["amount"]),
            )
        else:
            return
        self.sale_order_id.message_post(body=text)

    # === ACTIONS === #

    def action_received(self):
        """The carrier handed over the money of an order that is paid on delivery."""
        if not any(map(self.env.user.has_group, MAY_RECEIVE)):
            raise AccessError(
                self.env._("Only the order desk or an accountant notes money paid on delivery.")
            )
        self.check_access("read")
        for payment in self:
            if not payment.on_delivery or payment.state != "authorized":
                raise UserError(
                    self.env._(
                        "%(payment)s is not waiting to be paid on delivery: only such payments are noted by "
                        "hand, all others come from the shop.",
                        payment=payment.display_name,
                    )
                )
        # sudo: these are the shop's records, which nobody edits; this is the one thing a person adds
        self.sudo().write(
            {"state": "captured", "paid_at": fields.Datetime.now(), "received_by_id": self.env.uid}
        )
        self.sudo().sale_order_id._queue_booking()
        return True
