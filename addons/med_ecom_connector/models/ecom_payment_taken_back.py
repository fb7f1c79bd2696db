from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class EcomPayment(models.Model):
    """Money that the shop had captured and has no more: a chargeback, a void, a sale that failed after all.

    It is not booked out by itself. The shop may err, and a dispute may be won, so somebody is told and an
    accountant decides.
    """

    _inherit = "ecom.payment"

    taken_back_at = fields.Datetime(readonly=True)
    book_back_by_id = fields.Many2one("res.users", "Booked back by", readonly=True)
    is_taken_back = fields.Boolean(
        "Taken back by the shop",
        compute="_compute_is_due",
        store=True,
        help="Less is captured in the shop than is booked, and nobody has decided on it yet.",
    )

    @api.depends("book_back_by_id")
    def _compute_is_due(self):
        """What the shop has taken back is not due before an accountant says so."""
        super()._compute_is_due()
        for payment in self:
            less = payment.currency_id.compare_amounts(payment._captured(), payment.booked_amount) < 0
            payment.is_taken_back = less and not payment.book_back_by_id
            payment.is_due = payment.is_due and not payment.is_taken_back

    # === FROM THE SHOP === #

    @api.model
    def _take_in(self, store, arrivals):
        """A captured payment that the shop does not list any more was taken back, too."""
        changed = super()._take_in(store, arrivals)
        told = {row.external_id for order, _sale in arrivals for row in order.payments}
        sales = [sale.id for order, sale in arrivals if order.tells_payments]
        gone = self.search(
            [
                ("store_id", "=", store.id),
                ("sale_order_id", "in", sales),
                ("state", "=", "captured"),
                ("external_id", "not in", list(told)),
                # of what the carrier brought the shop never knew
                ("received_by_id", "=", False),
            ]
        )
        for payment in gone:
            payment._update({"state": "voided"})
        return changed | gone.sale_order_id

    def _update(self, vals):
        before = self._captured()
        changed = super()._update(vals)
        after = self._captured()
        if self.currency_id.compare_amounts(after, before) < 0:
            self.write({"taken_back_at": fields.Datetime.now(), "book_back_by_id": False})
            self._tell_taken_back()
        elif self.taken_back_at and self.currency_id.compare_amounts(after, before) > 0:
            self.taken_back_at = False
            self._tell_captured_again()
        return changed

    def _tell_taken_back(self):
        self.ensure_one()
        order, person = self.sale_order_id, self.store_id.responsible_id
        spoken = self.with_context(lang=person.lang or self.env.lang)
        notes = [spoken._describe_taken_back()]
        if order.ecom_payment_hold:
            notes.append(spoken.env._("What has not left yet is not shipped until it is paid."))
        order._ask_responsible(spoken._get_taken_back_summary(), notes)

    def _tell_captured_again(self):
        """Nobody need look after it any more."""
        person = self.store_id.responsible_id
        summary = self.with_context(lang=person.lang or self.env.lang)._get_taken_back_summary()
        self.sale_order_id.activity_ids.filtered(lambda one: one.summary == summary).action_feedback(
            feedback=self.env._("The shop has captured the money again.")
        )

    def _get_taken_back_summary(self):
        return self.env._("The shop took back the payment %(payment)s", payment=self.display_name)

    def _describe_taken_back(self):
        self.ensure_one()
        if not self.is_taken_back:
            return self.env._(
                "%(payment)s: the shop says %(captured)s captured. No more than that is in the books.",
                payment=self.display_name,
                captured=self.currency_id.format(self._captured()),
            )
        return self.env._(
            "%(payment)s: the shop says %(captured)s captured, we booked %(booked)s. “Money to check” has "
            "the button that books it back; if the shop errs or has the money again, nothing need be done.",
            payment=self.display_name,
            captured=self.currency_id.format(self._captured()),
            booked=self.currency_id.format(self.booked_amount),
        )

    # === BOOKING === #

    def action_book_back(self):
        """Book out what the shop took back: money that leaves the clearing account again.

        The payment itself stays, so this is right also where the provider has paid it out to the bank, and
        will keep it from a later pay-out.
        """
        if not self.env.user.has_group("med_lot_traceability.group_accountant"):
            raise AccessError(self.env._("Only an accountant books money back that a shop took back."))
        self.check_access("read")
        back = self.filtered("is_taken_back")
        if not back:
            raise UserError(
                self.env._("The shop took back nothing of it that is still booked: load the page again.")
            )
        # sudo: these are the shop's records, which nobody edits; this decision is all a person adds
        back.sudo().book_back_by_id = self.env.uid
        back.sudo().sale_order_id._queue_booking()
        return True

    @api.model
    def _post_payments(self, vals_list):
        payments = super()._post_payments(vals_list)
        payments.filtered(lambda one: one.payment_type == "outbound").ecom_payment_id._unmatch_taken_back()
        return payments

    def _unmatch_taken_back(self):
        """Money that went again pays no invoice: it is matched with its way out, and the invoice is open."""
        for payment in self:
            lines = payment.payment_ids.move_id.line_ids.filtered(
                lambda line: line.account_id.account_type == "asset_receivable"
            )
            lines.remove_move_reconcile()
            self.env["ecom.handler.booking"]._match(lines.move_id)
