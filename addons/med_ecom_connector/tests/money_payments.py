from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from .money_case import MoneyCase


class Payments(MoneyCase):
    """The shop's payments, and the invoices they pay."""

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
        closed = fields.Date.today() + timedelta(days=3)
        self.company.fiscalyear_lock_date = closed
        self.run_cron("bookings")
        payment = self.env["account.payment"].search([("sale_order_id", "=", sale.id)])
        self.assertEqual(payment.date, closed + timedelta(days=1))

    def test_money_and_invoice_bear_the_day_of_the_company(self):
        self.company.partner_id.tz = "Asia/Shanghai"
        evening = (fields.Datetime.now() + timedelta(days=1)).replace(hour=20)
        with freeze_time(evening):
            _order, sale = self.take_in(policy="order")
        payment = self.env["account.payment"].search([("sale_order_id", "=", sale.id)])
        day = evening.date() + timedelta(days=1)
        self.assertEqual((payment.date, sale.invoice_ids.invoice_date), (day, day))

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
