from odoo.exceptions import UserError

from .money_case import MoneyCase


class MoneyToCheck(MoneyCase):
    """Money the books do not show yet: found by the sweep, or named with its reason."""

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

    def test_book_now_says_why_it_books_nothing(self):
        self.store.clearing_journal_id = False
        _order, sale = self.take_in(policy="none")
        with self.assertRaisesRegex(UserError, "Set up journal"):
            sale.ecom_payment_ids.with_user(self._create_user("accountant")).action_book()

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
