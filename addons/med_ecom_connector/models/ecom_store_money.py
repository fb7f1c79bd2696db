import dataclasses

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ..exceptions import HoldExchange
from .sale_order_money import OPEN

MAY_SET_UP = ("med_lot_traceability.group_administrator", "med_lot_traceability.group_accountant")
#: orders that one run of the cron picks up beyond those that are queued already
SWEEP = 500


class EcomStore(models.Model):
    _inherit = "ecom.store"

    clearing_journal_id = fields.Many2one(
        "account.journal",
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash'))]",
        help="Money that the shop has captured is booked here until its provider pays it out. "
        "Empty: payments are shown, not booked.",
    )
    gift_card_journal_id = fields.Many2one(
        "account.journal",
        check_company=True,
        domain="[('type', 'in', ('bank', 'cash'))]",
        help="For payments by gift card; empty: booked like any other.",
    )
    invoice_policy = fields.Selection(
        [
            ("none", "By hand"),
            ("order", "When the order is confirmed"),
            ("shipment", "When goods are shipped"),
            ("payment", "When it is paid"),
        ],
        string="Invoices",
        default="none",
        required=True,
        help="Invoices of this shop's orders are then created and posted by themselves. A change counts "
        "for orders that come in from then on.",
    )
    refund_through_gateway = fields.Boolean(
        "Shop pays refunds",
        default=True,
        help="Refunds made in Odoo are paid back by the shop's payment provider. Off: the shop only notes "
        "them, and you transfer the money.",
    )

    def _channel_settings(self):
        settings = super()._channel_settings()
        options = {**settings.options, "refund_through_gateway": self.refund_through_gateway}
        return dataclasses.replace(settings, options=options)

    def _books(self):
        """Whether anything of this shop's orders is booked by itself."""
        return bool(self.clearing_journal_id) or self.invoice_policy not in (False, "none")

    # === CRON === #

    @api.model
    def _cron_book(self):
        """Queue what is due and was not, for whatever reason; then work off the queue."""
        for store in self._active_stores().filtered(lambda store: store._books()):
            with store._alone_with_its_errors("booking"):
                store._orders_to_book()._queue_booking()
        exchange_model = self.env["ecom.exchange"]
        self.env["ir.cron"]._commit_progress(remaining=exchange_model._count_ready("booking"))
        exchange_model._cron_process("booking")

    def _orders_to_book(self):
        """Orders with something due and no exchange that is at it or waits for a person."""
        self.ensure_one()
        mine = [("store_id", "=", self.id)]
        orders = self.env["sale.order"].search(
            [
                ("ecom_store_id", "=", self.id),
                ("ecom_invoice_policy", "not in", (False, "none")),
                ("state", "=", "sale"),
                ("order_line.qty_to_invoice", ">", 0),
            ],
            limit=SWEEP,
        )
        if self.clearing_journal_id:
            due = self.env["ecom.payment"].search([*mine, ("is_due", "=", True)], limit=SWEEP)
            orders |= due.sale_order_id
            late = self.env["ecom.refund"].search([*mine, ("is_due", "=", True)], limit=SWEEP)
            orders |= late.sale_order_id
        orders |= self.env["ecom.refund"].search([*mine, ("state", "=", "open")], limit=SWEEP).sale_order_id
        busy = self.env["ecom.exchange"].search(
            [("kind", "=", "booking"), ("sale_order_id", "in", orders.ids), ("state", "in", OPEN)]
        )
        return orders - busy.sale_order_id

    # === ACTIONS === #

    def action_create_clearing_journal(self):
        """Set up a journal with an account of its own, where captured money waits for its pay-out."""
        if not any(map(self.env.user.has_group, MAY_SET_UP)):
            raise AccessError(self.env._("Only an accountant or administrator sets up the clearing journal."))
        for store in self.filtered(lambda store: not store.clearing_journal_id):
            # sudo: an administrator of the suite need not be an accountant
            books = store.sudo().with_company(store.company_id)
            books.clearing_journal_id = books._create_clearing_journal()
        return True

    def _create_clearing_journal(self):
        self.ensure_one()
        account = self.env["account.account"].create(
            {
                "name": self.env._("Clearing of %(shop)s", shop=self.name),
                "code": self.env["account.account"]._search_new_account_code("1014"),
                "account_type": "asset_current",
                "reconcile": True,
                "company_ids": [Command.set(self.company_id.ids)],
            }
        )
        journal = self.env["account.journal"].create(
            {
                "name": self.env._("Shop %(shop)s", shop=self.name),
                "type": "bank",
                "company_id": self.company_id.id,
            }
        )
        lines = journal.inbound_payment_method_line_ids | journal.outbound_payment_method_line_ids
        lines.payment_account_id = account
        return journal

    def _journal_for(self, payment):
        """The journal that a payment is booked on.

        :param payment: ``ecom.payment``
        :raises HoldExchange: when the journal has no account for it
        """
        self.ensure_one()
        journal = (payment.is_gift_card and self.gift_card_journal_id) or self.clearing_journal_id
        return self._checked_journal(journal)

    @api.model
    def _checked_journal(self, journal):
        for lines in (journal.inbound_payment_method_line_ids, journal.outbound_payment_method_line_ids):
            if journal and not lines[:1].payment_account_id:
                raise HoldExchange("clearing_account_missing", journal=journal.display_name)
        return journal
