"""What tests of money share: an order taken in and booked, and what the books then say."""

from odoo.tests import Form


class MoneyCase:
    """A store with a clearing journal."""

    def setUp(self):
        super().setUp()
        self.store.action_create_clearing_journal()
        self.journal = self.store.clearing_journal_id
        self.clearing = self.journal.inbound_payment_method_line_ids.payment_account_id

    def take_in(self, lines=(("PO-100", 2),), policy="none", **options):
        """An order that came in and was booked.

        :return: tuple (order of the shop, sales order)
        """
        self.store.invoice_policy = policy
        order = self.shop.place_order(list(lines), **{"paid": True, **options})
        self.poll()
        self.run_cron("bookings")
        return order, self.sales()[-1]

    def again(self):
        """The shop changed something: take it over and book it."""
        # a capture does not stamp the order as changed: a webhook, or the nightly comparison, brings it
        self.run_cron("compare")
        self.run_cron("orders")
        self.run_cron("bookings")

    def balance(self, account, sale):
        payments = self.env["account.payment"].search([("sale_order_id", "=", sale.id)])
        moves = sale.invoice_ids | payments.move_id
        lines = moves.line_ids.filtered(lambda line: line.account_id == account)
        return round(sum(lines.mapped("balance")), 2)

    def receivable(self, sale):
        """What the customer still owes, or is owed."""
        payments = self.env["account.payment"].search([("sale_order_id", "=", sale.id)])
        lines = (sale.invoice_ids | payments.move_id).line_ids
        lines = lines.filtered(lambda line: line.account_id.account_type == "asset_receivable")
        return round(sum(lines.mapped("amount_residual")), 2)

    def ship(self, sale, quantity=None):
        picking = sale.picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        if quantity is not None:
            picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True)._action_done()
        return picking

    def assert_no_trouble(self):
        trouble = self.exchanges().filtered(lambda one: one.state in ("held", "dead") or one.attempts)
        self.assertFalse(trouble.mapped("problem_text"))

    def money_to_check(self, sale):
        row = self.env["ecom.money.report"].search([("sale_order_id", "=", sale.id)])
        row.invalidate_recordset()
        return row.with_user(self.env.ref("base.user_admin"))

    def refund_from_here(self, sale, amount, quantity=0):
        """By the dialog, as the order desk does it."""
        wizards = self.env["ecom.refund.send"].with_user(self.order_desk)
        with Form(wizards.with_context(default_sale_order_id=sale.id)) as form:
            form.reason = "one damaged"
            if quantity:
                with form.line_ids.edit(0) as line:
                    line.quantity = quantity
                self.assertAlmostEqual(form.amount, amount, 2)
            form.amount = amount
        form.record.action_send()
        return sale.ecom_refund_ids[:1]
