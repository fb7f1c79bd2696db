from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ShopCase, WooCommerceCase


class Money:
    """What the shop's money becomes in the books, on every channel."""

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

    # --- payments in ---

    def test_captured_money_is_booked_once_on_the_clearing_account(self):
        _order, sale = self.take_in()
        payment = self.env["account.payment"].search([("sale_order_id", "=", sale.id)])
        self.assertEqual(len(payment), 1)
        self.assertEqual((payment.payment_type, payment.journal_id), ("inbound", self.journal))
        self.assertEqual(payment.move_id.state, "posted")
        self.assertAlmostEqual(payment.amount, sale.amount_total, 2)
        self.assertIn(sale.client_order_ref, payment.memo)
        self.assertEqual(self.balance(self.clearing, sale), round(sale.amount_total, 2))
        self.assertFalse(sale.ecom_payment_ids.is_due)
        self.again()
        self.assertEqual(self.env["account.payment"].search_count([("sale_order_id", "=", sale.id)]), 1)
        self.assert_no_trouble()

    def test_without_clearing_journal_payments_are_shown_and_booked_later(self):
        self.store.clearing_journal_id = False
        _order, sale = self.take_in()
        self.assertEqual(sale.ecom_payment_ids.state, "captured")
        self.assertTrue(sale.ecom_payment_ids.is_due)
        self.assertFalse(self.exchanges(kind="booking"))
        self.store.clearing_journal_id = self.journal
        self.run_cron("bookings")
        self.assertEqual(self.balance(self.clearing, sale), round(sale.amount_total, 2))

    def test_journal_without_account_holds_the_booking_only(self):
        self.journal.inbound_payment_method_line_ids.payment_account_id = False
        _order, sale = self.take_in()
        self.assertEqual(sale.state, "sale")
        held = self.assert_held("clearing_account_missing")
        self.journal.inbound_payment_method_line_ids.payment_account_id = self.clearing
        accountant = self._create_user("accountant")
        held.with_user(accountant).action_release()
        self.run_cron("bookings")
        self.assertEqual(self.balance(self.clearing, sale), round(sale.amount_total, 2))

    def test_closed_period_moves_the_payment_to_the_first_open_day(self):
        self.store.clearing_journal_id = False
        _order, sale = self.take_in()
        self.store.clearing_journal_id = self.journal
        self.company.fiscalyear_lock_date = fields.Date.today() + timedelta(days=3)
        self.run_cron("bookings")
        payment = self.env["account.payment"].search([("sale_order_id", "=", sale.id)])
        self.assertEqual(payment.date, fields.Date.today() + timedelta(days=4))

    def test_money_and_invoice_bear_the_day_of_the_company(self):
        self.company.partner_id.tz = "Asia/Shanghai"
        evening = (fields.Datetime.now() + timedelta(days=1)).replace(hour=20)
        with freeze_time(evening):
            _order, sale = self.take_in(policy="order")
        payment = self.env["account.payment"].search([("sale_order_id", "=", sale.id)])
        day = evening.date() + timedelta(days=1)
        self.assertEqual((payment.date, sale.invoice_ids.invoice_date), (day, day))

    # --- invoices ---

    def test_invoice_on_order_is_paid_by_the_shops_money(self):
        _order, sale = self.take_in([("PO-100", 3), ("CS-1-M", 1)], policy="order", discount="3.33")
        invoice = sale.invoice_ids
        self.assertEqual((len(invoice), invoice.state), (1, "posted"))
        self.assertAlmostEqual(invoice.amount_total, sale.amount_total, 2)
        self.assertAlmostEqual(invoice.amount_tax, sale.amount_tax, 2)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(sale.invoice_status, "invoiced")
        self.assertEqual(self.receivable(sale), 0)
        self.again()
        self.assertEqual(len(sale.invoice_ids), 1)
        self.assert_no_trouble()

    def test_invoice_on_shipment_takes_what_left_and_the_sum_is_the_shops(self):
        _order, sale = self.take_in([("PO-100", 3)], policy="shipment")
        self.assertFalse(sale.invoice_ids)
        self.ship(sale, 1)
        self.run_cron("bookings")
        first = sale.invoice_ids
        self.assertEqual(sum(first.invoice_line_ids.filtered("product_id.is_storable").mapped("quantity")), 1)
        self.assertTrue(first.invoice_line_ids.sale_line_ids.filtered("is_delivery"))
        self.ship(sale)
        self.run_cron("bookings")
        self.assertEqual(len(sale.invoice_ids), 2)
        self.assertAlmostEqual(sum(sale.invoice_ids.mapped("amount_total")), sale.amount_total, 2)
        self.assertEqual(set(sale.invoice_ids.mapped("payment_state")), {"paid"})
        self.assert_no_trouble()

    def test_invoice_on_payment_waits_for_the_money(self):
        order, sale = self.take_in(policy="payment", paid=False)
        self.assertFalse(sale.invoice_ids)
        self.shop.capture(order)
        self.again()
        self.assertEqual(sale.invoice_ids.payment_state, "paid")
        self.assertAlmostEqual(sale.invoice_ids.amount_total, sale.amount_total, 2)

    def test_invoice_by_hand_is_matched_with_the_money(self):
        _order, sale = self.take_in()
        sale.order_line.qty_delivered = 2
        invoice = sale._create_invoices()
        invoice.action_post()
        self.run_cron("bookings")
        self.assertEqual(invoice.payment_state, "paid")

    def test_money_to_check_is_what_is_not_booked(self):
        order, sale = self.take_in(policy="order")
        report = self.env["ecom.money.report"].with_user(self._create_user("accountant"))
        row = report.search([("sale_order_id", "=", sale.id)])
        for amount in (row.total, row.captured, row.booked, row.invoiced):
            self.assertAlmostEqual(amount, sale.amount_total, 2)
        self.assertFalse(row.to_check)
        self.shop.refund(order, "5.00")
        self.run_cron("compare")
        self.run_cron("orders")
        row.invalidate_recordset()
        self.assertEqual((row.to_check, row.refunded), (True, 5.0))
        self.assertAlmostEqual(row.open_booking, -5.0, 2)
        self.assertEqual(report.search([("store_id", "=", self.store.id), ("to_check", "=", True)]), row)
        self.exchanges(kind="booking", state="pending")._finish()
        row.action_book()
        self.run_cron("bookings")
        row.invalidate_recordset()
        self.assertFalse(row.to_check)
        self.assertAlmostEqual(row.invoiced, sale.amount_total - 5.0, 2)

    def money_to_check(self, sale):
        row = self.env["ecom.money.report"].search([("sale_order_id", "=", sale.id)])
        row.invalidate_recordset()
        return row.with_user(self.env.ref("base.user_admin"))

    def test_refund_of_money_captured_before_there_was_a_journal(self):
        """It is booked out as soon as the money is booked in, though the refund was done by then."""
        self.store.clearing_journal_id = False
        order, sale = self.take_in(policy="order")
        self.shop.refund(order, "5.00")
        self.again()
        self.assertEqual(sale.ecom_refund_ids.state, "done", "credited")
        self.assertFalse(sale.ecom_refund_ids.payment_ids)
        row = self.money_to_check(sale)
        self.assertEqual((row.to_check, row.reason), (True, "no_journal"))
        row.with_user(self._create_user("accountant")).action_set_up_journal()
        self.run_cron("bookings")
        payments = self.env["account.payment"].search([("sale_order_id", "=", sale.id)])
        self.assertEqual(sorted(payments.mapped("payment_type")), ["inbound", "outbound"])
        self.assertAlmostEqual(sum(sale.ecom_refund_ids.payment_ids.mapped("amount")), 5.0, 2)
        self.assertFalse(sale.ecom_refund_ids.is_due)
        self.assertFalse(self.money_to_check(sale).to_check)
        self.assertEqual(self.receivable(sale), 0)
        self.again()
        self.assertEqual(len(sale.ecom_refund_ids.payment_ids), 1)
        self.assertEqual(len(sale.ecom_refund_ids.credit_note_ids), 1)
        self.assert_no_trouble()

    def test_refund_booked_when_the_money_comes_later(self):
        """The sweep finds it by itself."""
        self.store.clearing_journal_id = False
        order, sale = self.take_in(policy="order")
        self.shop.refund(order, "5.00")
        self.again()
        self.store.clearing_journal_id = self.journal
        self.run_cron("bookings")
        self.assertEqual(self.balance(self.clearing, sale), round(sale.amount_total - 5.0, 2))

    def test_refund_of_money_that_was_never_captured(self):
        """No money could go out: somebody is told why, and asks the shop with one click."""
        order, sale = self.take_in(policy="order", paid=False)
        self.shop.refund(order, "5.00")
        self.again()
        self.assertFalse(sale.ecom_refund_ids.payment_ids)
        row = self.money_to_check(sale)
        self.assertEqual((row.to_check, row.reason), (True, "not_captured"))
        self.shop.capture(order)
        row.with_user(self._create_user("accountant")).action_ask_shop()
        self.run_cron("orders")
        self.run_cron("bookings")
        self.assertEqual(self.balance(self.clearing, sale), round(sale.amount_total - 5.0, 2))
        self.assertFalse(self.money_to_check(sale).to_check)

    def test_money_to_check_names_what_is_held(self):
        self.journal.inbound_payment_method_line_ids.payment_account_id = False
        _order, sale = self.take_in()
        self.assertEqual(self.money_to_check(sale).reason, "held")
        self.journal.inbound_payment_method_line_ids.payment_account_id = self.clearing
        self.money_to_check(sale).with_user(self._create_user("accountant")).action_book()
        self.run_cron("bookings")
        self.assertFalse(self.money_to_check(sale).reason)

    def test_foreign_currency_at_the_shops_rate(self):
        """The shop took 1.25 of our currency for one of the order's, whatever Odoo's table says."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        order = self.shop.place_order([("PO-100", 2)], paid=True, currency="USD")
        self.store.invoice_policy = "payment"
        self.poll()
        sale = self.sales()
        sale.ecom_exchange_rate = 1.25
        self.run_cron("bookings")
        payment, invoice = sale.ecom_payment_ids.payment_ids, sale.invoice_ids
        self.assertEqual((payment.currency_id, invoice.currency_id), (dollar, dollar))
        self.assertEqual(self.balance(self.clearing, sale), round(sale.amount_total * 1.25, 2))
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self.receivable(sale), 0)
        self.shop.refund(order, "12.00")
        self.run_cron("compare")
        self.run_cron("orders")
        # this shop's payload has no rate, and was taken over again
        sale.ecom_exchange_rate = 1.25
        self.run_cron("bookings")
        self.assertEqual(sale.ecom_refund_ids.credit_note_ids.amount_total, 12.0)
        self.assertEqual(self.balance(self.clearing, sale), round((sale.amount_total - 12) * 1.25, 2))
        self.assertEqual(self.receivable(sale), 0)

    def test_invoice_of_an_order_cancelled_unpaid_is_taken_back(self):
        order, sale = self.take_in(policy="order", paid=False)
        self.assertEqual(sale.invoice_ids.payment_state, "not_paid")
        self.shop.cancel(order)
        self.again()
        self.assertEqual(sale.state, "cancel")
        self.assertEqual(sorted(sale.invoice_ids.mapped("move_type")), ["out_invoice", "out_refund"])
        self.assertEqual(self.receivable(sale), 0)
        self.again()
        self.assertEqual(len(sale.invoice_ids), 2)
        self.assert_no_trouble()

    # --- refunds in ---

    def test_amount_refund_of_an_invoiced_order_is_credited_and_paid_out(self):
        order, sale = self.take_in([("PO-100", 2)], policy="order")
        self.shop.refund(order, "12.34")
        self.again()
        note = sale.ecom_refund_ids.credit_note_ids
        self.assertEqual((note.move_type, note.state), ("out_refund", "posted"))
        self.assertAlmostEqual(note.amount_total, 12.34, 2)
        self.assertAlmostEqual(note.amount_tax, 2.06, 2)
        self.assertEqual(note.reversed_entry_id, sale.invoice_ids - note)
        self.assertEqual(note.payment_state, "paid")
        self.assertEqual(self.balance(self.clearing, sale), round(sale.amount_total - 12.34, 2))
        self.assertEqual(self.receivable(sale), 0)
        self.assertEqual(sale.invoice_status, "invoiced")
        self.again()
        self.assertEqual(len(sale.ecom_refund_ids), 1)
        self.assertEqual(len(sale.invoice_ids), 2)
        self.assert_no_trouble()

    def test_who_takes_orders_opens_payments_and_refunds(self):
        """The journal entries behind them are for accountants only."""
        order, sale = self.take_in(policy="order")
        self.shop.refund(order, 10.0)
        self.again()
        for user in (self.order_desk, self._create_user("accountant", "accountant")):
            for record in (sale.ecom_payment_ids, sale.ecom_refund_ids):
                self.assertEqual(Form(record.with_user(user)).record, record)

    def test_several_refunds_up_to_everything(self):
        order, sale = self.take_in([("PO-100", 1), ("CS-1-M", 1)], policy="order")
        for amount in ("1.01", "20.00", f"{sale.amount_total - 21.01:.2f}"):
            self.shop.refund(order, amount)
            self.again()
        self.assertEqual(sale.ecom_refund_ids.mapped("state"), ["done"] * 3)
        notes = sale.ecom_refund_ids.credit_note_ids
        self.assertAlmostEqual(sum(notes.mapped("amount_total")), sale.amount_total, 2)
        self.assertAlmostEqual(sum(notes.mapped("amount_tax")), sale.amount_tax, 1)
        self.assertEqual(self.balance(self.clearing, sale), 0)
        self.assertEqual(self.receivable(sale), 0)

    def test_full_refund_at_once_reverses_the_invoice(self):
        order, sale = self.take_in([("PO-100", 2)], policy="order")
        total = sale.amount_total
        self.shop.refund(order, f"{total:.2f}")
        self.again()
        note = sale.ecom_refund_ids.credit_note_ids
        self.assertAlmostEqual(note.amount_total, total, 2)
        self.assertTrue(note.invoice_line_ids.filtered("product_id.is_storable"))
        self.assertEqual(self.receivable(sale), 0)
        self.assertEqual(self.balance(self.clearing, sale), 0)

    def test_refund_before_the_invoice_waits_for_it(self):
        order, sale = self.take_in([("PO-100", 2)], policy="shipment")
        self.shop.refund(order, "5.00")
        self.again()
        refund = sale.ecom_refund_ids
        self.assertEqual(refund.state, "waiting")
        self.assertAlmostEqual(refund.payment_ids.amount, 5.0, 2)
        self.ship(sale)
        self.run_cron("bookings")
        self.assertEqual(refund.state, "done")
        self.assertAlmostEqual(refund.credit_note_ids.amount_total, 5.0, 2)
        self.assertEqual(self.receivable(sale), 0)

    # --- refunds out ---

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

    def test_refund_from_odoo_is_made_in_the_shop_and_booked_once(self):
        _order, sale = self.take_in([("PO-100", 2)], policy="order")
        refund = self.refund_from_here(sale, 12.34)
        self.assertEqual(refund.state, "sending")
        self.run_cron("refunds")
        self.run_cron("bookings")
        self.assertEqual(refund.state, "done")
        self.assertNotEqual(refund.external_id, refund.name)
        self.again()
        self.assertEqual(sale.ecom_refund_ids, refund)
        self.assertAlmostEqual(refund.credit_note_ids.amount_total, 12.34, 2)
        self.assertEqual(self.balance(self.clearing, sale), round(sale.amount_total - 12.34, 2))
        self.assert_no_trouble()

    def test_refund_whose_answer_was_lost_is_recognised_by_the_poll(self):
        order, sale = self.take_in([("PO-100", 2)], policy="order")
        refund = self.refund_from_here(sale, 12.34)
        self.shop.fail_next("drop_after", match=r"POST .*/refunds?$")
        self.run_cron("refunds")
        self.assertEqual(refund.state, "sending")
        self.again()
        self.later()
        self.run_cron("refunds")
        self.again()
        self.assertEqual(sale.ecom_refund_ids, refund)
        self.assertEqual(refund.state, "done")
        self.assertEqual(len(refund.payment_ids), 1)
        parsed = self.store._channel().fetch_orders([str(order["id"])])[0]
        self.assertEqual(len(self.store._channel().parse_order(parsed.payload).refunds), 1)

    def test_refund_given_up_that_the_shop_made_all_the_same_is_booked(self):
        _order, sale = self.take_in([("PO-100", 2)], policy="order")
        refund = self.refund_from_here(sale, 12.34)
        self.shop.fail_next("drop_after", match=r"POST .*/refunds?$")
        self.run_cron("refunds")
        refund.with_user(self.order_desk).action_cancel()
        self.assertEqual(refund.state, "cancelled")
        self.again()
        self.assertEqual((sale.ecom_refund_ids, refund.state), (refund, "done"))
        self.assertEqual(self.balance(self.clearing, sale), round(sale.amount_total - 12.34, 2))

    def test_refund_of_a_credit_note_books_no_second_one(self):
        _order, sale = self.take_in([("PO-100", 2)], policy="order")
        note = sale.invoice_ids._reverse_moves([{"ref": "goodwill"}])
        note.invoice_line_ids.filtered(lambda line: not line.product_id.is_storable).unlink()
        note.invoice_line_ids.quantity = 1
        note.action_post()
        self.assertTrue(note.ecom_can_refund)
        wizards = self.env["ecom.refund.send"].with_user(self._create_user("accountant"))
        with Form(wizards.with_context(default_credit_note_id=note.id)) as form:
            self.assertAlmostEqual(form.amount, 59.88, 2)
        form.record.action_send()
        self.run_cron("refunds")
        self.again()
        self.assertEqual(sale.ecom_refund_ids.credit_note_ids, note)
        self.assertEqual(note.payment_state, "paid")
        self.assertFalse(note.ecom_can_refund)

    def test_no_more_than_was_captured_is_given_back(self):
        order, sale = self.take_in([("PO-100", 2)])
        with self.assertRaisesRegex(UserError, "only"):
            self.refund_from_here(sale, sale.amount_total + 0.01)
        refund = self.refund_from_here(sale, sale.amount_total)
        # meanwhile somebody refunds in the shop
        self.shop.refund(order, "1.00")
        self.run_cron("refunds")
        self.assert_held("rejected")
        refund.with_user(self.order_desk).action_cancel()
        self.again()
        self.assertEqual(sorted(sale.ecom_refund_ids.mapped("state")), ["cancelled", "waiting"])

    def test_warehouse_gives_no_money_back(self):
        _order, sale = self.take_in()
        warehouse = self._create_user("warehouse")
        with self.assertRaises(self.AccessError):
            self.env["ecom.refund"].with_user(warehouse)._ask(sale.sudo(), 1.0, "no")


@tagged("post_install", "-at_install")
class TestMoneyMedusa(Money, ShopCase):
    def test_authorized_is_no_money_and_parts_are_booked_as_they_come(self):
        order, sale = self.take_in([("PO-100", 2)], paid=False)
        self.assertEqual(sale.ecom_payment_ids.state, "authorized")
        self.assertEqual(self.balance(self.clearing, sale), 0)
        self.shop.capture(order, 100)
        self.again()
        self.assertEqual(self.balance(self.clearing, sale), 100)
        self.shop.capture(order, 28.76)
        self.again()
        self.assertEqual(self.balance(self.clearing, sale), 128.76)
        self.assertEqual(len(sale.ecom_payment_ids), 1)
        self.assertEqual(len(sale.ecom_payment_ids.payment_ids), 2)

    def test_payment_that_shrinks_is_booked_back_with_a_note(self):
        order, sale = self.take_in([("PO-100", 2)], policy="order")
        payment = order["payment_collections"][0]["payments"][0]
        payment.update(captured_at=None, canceled_at=payment["captured_at"])
        order["payment_collections"][0].update(captured_amount=0, status="canceled")
        self.shop.touch(order)
        self.again()
        self.assertEqual(sale.ecom_payment_ids.state, "voided")
        self.assertEqual(
            sale.ecom_payment_ids.payment_ids.sorted("id").mapped("payment_type"), ["inbound", "outbound"]
        )
        self.assertEqual(self.balance(self.clearing, sale), 0)
        self.assertTrue(sale.message_ids.filtered(lambda one: "voided" in (one.body or "")))

    def test_gift_card_goes_to_its_own_journal(self):
        journal = self.journal.copy({"name": "Gift cards", "code": "GIFT"})
        lines = journal.inbound_payment_method_line_ids | journal.outbound_payment_method_line_ids
        lines.payment_account_id = self.clearing
        self.store.gift_card_journal_id = journal
        _order, sale = self.take_in(provider="pp_giftcard_giftcard")
        self.assertEqual(sale.ecom_payment_ids.payment_ids.journal_id, journal)


@tagged("post_install", "-at_install")
class TestMoneyWooCommerce(Money, WooCommerceCase):
    def test_failed_payment_leaves_a_quotation_and_an_activity(self):
        self.store.confirm_policy = "paid"
        _order, sale = self.take_in(paid=False, status="failed")
        self.assertEqual((sale.state, sale.ecom_payment_ids.state), ("draft", "failed"))
        self.assertEqual(sale.activity_ids.user_id, self.store.responsible_id)
        self.again()
        self.assertEqual(len(sale.activity_ids), 1)

    def test_on_delivery_is_booked_when_somebody_says_so(self):
        order, sale = self.take_in(policy="order", method="cod", status="processing")
        self.assertTrue(sale.ecom_on_delivery)
        self.assertEqual(sale.ecom_payment_ids.state, "authorized")
        self.assertEqual(self.balance(self.clearing, sale), 0)
        sale.ecom_payment_ids.with_user(self.order_desk).action_received()
        self.run_cron("bookings")
        self.assertEqual(sale.invoice_ids.payment_state, "paid")
        self.shop.touch(order, customer_note="thanks")
        self.again()
        self.assertEqual(sale.ecom_payment_ids.state, "captured")
        self.assertEqual(self.receivable(sale), 0)

    def test_refund_of_lines_and_shipping_credits_these_lines(self):
        order, sale = self.take_in([("PO-100", 3), ("CS-1-M", 1)], policy="order")
        self.shop.refund(
            order, "68.88", [(0, 1, "49.90", "9.98")], shipping=("7.50", "1.50"), reason="broken"
        )
        self.again()
        note = sale.ecom_refund_ids.credit_note_ids
        self.assertAlmostEqual(note.amount_total, 68.88, 2)
        goods = note.invoice_line_ids.filtered("product_id.is_storable")
        self.assertEqual((goods.product_id, goods.quantity, goods.price_total), (self.oximeter, 1, 59.88))
        self.assertEqual(sale.order_line[0].qty_invoiced, 2)
        self.assertEqual(sale.invoice_status, "invoiced")
        self.assertEqual(self.receivable(sale), 0)
        self.again()
        self.assertEqual(len(sale.invoice_ids), 2)

    def test_refunded_line_that_was_not_shipped_is_never_invoiced(self):
        order, sale = self.take_in([("PO-100", 3)], policy="shipment")
        self.shop.refund(order, "59.88", [(0, 1, "49.90", "9.98")])
        self.again()
        self.assertEqual(sale.ecom_refund_ids.state, "done")
        self.ship(sale)
        self.run_cron("bookings")
        goods = sale.invoice_ids.invoice_line_ids.filtered("product_id.is_storable")
        self.assertEqual(goods.quantity, 2)
        self.assertEqual(self.receivable(sale), 0)

    def test_refund_of_lines_from_odoo(self):
        order, sale = self.take_in([("PO-100", 2)], policy="order")
        refund = self.refund_from_here(sale, 59.88, quantity=1)
        self.run_cron("refunds")
        self.run_cron("bookings")
        self.assertEqual(order["_refunds"][0]["line_items"][0]["quantity"], -1)
        self.assertEqual(refund.credit_note_ids.invoice_line_ids.filtered("product_id").quantity, 1)
        self.assertAlmostEqual(refund.credit_note_ids.amount_total, 59.88, 2)
        self.again()
        self.assertEqual(sale.ecom_refund_ids, refund)
