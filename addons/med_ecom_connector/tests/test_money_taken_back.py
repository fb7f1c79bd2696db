"""Paid, and taken back to unpaid: nothing is booked by itself, somebody is told, one click books it back."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ShopCase, ShopifyCase, WooCommerceCase
from .fakes.clock import Clock
from .money_case import MoneyCase
from .test_files import FileCase


class MoneyTakenBack(MoneyCase):
    def setUp(self):
        super().setUp()
        self.store.responsible_id = self.order_desk
        self.accountant = self._create_user("accountant")

    def activities(self, sale):
        return sale.activity_ids.filtered(lambda one: "took back" in (one.summary or ""))

    def bookings(self, sale):
        return self.env["account.payment"].search([("sale_order_id", "=", sale.id)], order="id")

    def assert_told(self, sale):
        """The books stand as they were, and somebody knows."""
        self.assertEqual(self.bookings(sale).mapped("payment_type"), ["inbound"])
        row = self.money_to_check(sale)
        self.assertEqual((row.to_check, row.reason, row.captured), (True, "taken_back", 0.0))
        self.assertAlmostEqual(row.booked, sale.amount_total, 2)
        booked = sale.currency_id.format(sale.amount_total)
        self.assertIn(f"we booked {booked}", row.explanation)
        activity = self.activities(sale)
        self.assertEqual(activity.user_id, self.order_desk)
        self.assertIn("captured, we booked", activity.note)

    def book_back(self, sale):
        self.money_to_check(sale).with_user(self.accountant).action_book_back()
        self.run_cron("bookings")

    def test_somebody_is_told_and_one_click_books_it_back(self):
        order, sale = self.take_in(policy="order")
        self.assertEqual(sale.invoice_ids.payment_state, "paid")
        self.lose_money(order)
        self.again()
        self.assert_told(sale)
        self.assertEqual(sale.invoice_ids.payment_state, "paid")
        self.again()
        self.assert_told(sale)
        with self.assertRaises(self.AccessError):
            sale.ecom_payment_ids.with_user(self.order_desk).action_book_back()
        self.book_back(sale)
        self.assertEqual(self.bookings(sale).mapped("payment_type"), ["inbound", "outbound"])
        self.assertEqual(sale.ecom_payment_ids.book_back_by_id, self.accountant)
        self.assertEqual(self.balance(self.clearing, sale), 0)
        self.assertEqual(sale.invoice_ids.payment_state, "not_paid")
        self.assertAlmostEqual(self.receivable(sale), sale.amount_total, 2)
        self.assertEqual(self.money_to_check(sale).reason, "invoice")
        with self.assertRaisesRegex(UserError, "load the page again"):
            sale.ecom_payment_ids.with_user(self.accountant).action_book_back()
        self.run_cron("bookings")
        self.assertEqual(len(self.bookings(sale)), 2)
        self.assert_no_trouble()

    def test_what_was_not_booked_yet_needs_no_booking_back(self):
        self.store.clearing_journal_id = False
        order, sale = self.take_in()
        self.lose_money(order)
        self.again()
        self.assertIn("No more than that is in the books", self.activities(sale).note)
        self.assertFalse(self.money_to_check(sale).to_check)

    def test_money_that_comes_again_ends_it(self):
        order, sale = self.take_in(policy="order")
        self.lose_money(order)
        self.again()
        self.win_money(order)
        self.again()
        self.assertFalse(self.money_to_check(sale).reason)
        self.assertFalse(self.activities(sale))
        self.assertEqual(self.bookings(sale).mapped("payment_type"), ["inbound"])

    def test_money_that_comes_again_after_it_was_booked_back(self):
        order, sale = self.take_in(policy="order")
        self.lose_money(order)
        self.again()
        self.book_back(sale)
        self.win_money(order)
        self.again()
        self.assertEqual(self.bookings(sale).mapped("payment_type"), ["inbound", "outbound", "inbound"])
        self.assertEqual(sale.invoice_ids.payment_state, "paid")
        self.assertFalse(self.money_to_check(sale).reason)
        self.lose_money(order)
        self.again()
        self.assertEqual(self.money_to_check(sale).reason, "taken_back", "a person decides each time")

    def test_what_has_not_left_is_kept_where_only_what_is_paid_is_shipped(self):
        self.store.confirm_policy = "paid"
        order, sale = self.take_in()
        self.lose_money(order)
        self.again()
        picking = sale.picking_ids
        self.assertEqual(picking.shop_stage, "trouble")
        with self.assertRaisesRegex(UserError, "Ship without payment"):
            self.ship(sale)
        self.win_money(order)
        self.again()
        self.assertNotEqual(picking.shop_stage, "trouble")
        self.ship(sale)
        self.assertEqual(picking.state, "done")

    def test_goods_are_shipped_without_payment_when_somebody_says_so(self):
        self.store.confirm_policy = "paid"
        order, sale = self.take_in()
        self.lose_money(order)
        self.again()
        with self.assertRaises(self.AccessError):
            sale.with_user(self._create_user("warehouse")).action_ship_unpaid()
        sale.with_user(self.accountant).action_ship_unpaid()
        self.assertEqual(sale.ecom_ships_unpaid_by_id, self.accountant)
        self.ship(sale)
        self.assertEqual(sale.picking_ids.state, "done")

    def test_goods_leave_unpaid_where_orders_need_no_payment(self):
        self.store.confirm_policy = "placed"
        order, sale = self.take_in()
        self.lose_money(order)
        self.again()
        self.ship(sale)
        self.assertEqual(sale.picking_ids.state, "done")


class WholeSeconds(MoneyTakenBack):
    """Shops that stamp to the second: within one, an order paid again is as at first, byte by byte."""

    def setUp(self):
        super().setUp()
        self.shop.clock = Clock(timedelta(seconds=1))


@tagged("post_install", "-at_install")
class TestMoneyTakenBackMedusa(MoneyTakenBack, ShopCase):
    def lose_money(self, order):
        payment = order["payment_collections"][0]["payments"][0]
        self.captures = payment.get("captures"), payment["captured_at"]
        payment.update(captures=[], captured_at=None, canceled_at=payment["captured_at"])
        order["payment_collections"][0].update(captured_amount=0, status="canceled")
        self.shop.touch(order, payment_status="canceled")

    def win_money(self, order):
        collection = order["payment_collections"][0]
        payment = collection["payments"][0]
        captures, captured_at = self.captures
        payment.update(captures=captures, captured_at=captured_at, canceled_at=None)
        collection.update(captured_amount=payment["amount"], status="completed")
        self.shop.touch(order, payment_status="captured")


@tagged("post_install", "-at_install")
class TestMoneyTakenBackWooCommerce(WholeSeconds, WooCommerceCase):
    """The date of payment stays, as it does in WooCommerce when only the status changes."""

    def lose_money(self, order):
        self.shop.touch(order, status="on-hold")

    def win_money(self, order):
        self.shop.touch(order, status="processing")

    def test_date_of_payment_is_cleared(self):
        order, sale = self.take_in(policy="order")
        self.shop.touch(order, status="pending", date_paid_gmt=None)
        self.again()
        self.assert_told(sale)

    def test_payment_failed_after_all(self):
        order, sale = self.take_in(policy="order")
        self.shop.touch(order, status="failed")
        self.again()
        self.assert_told(sale)
        self.assertEqual(sale.ecom_payment_ids.state, "failed")


@tagged("post_install", "-at_install")
class TestMoneyTakenBackShopify(WholeSeconds, ShopifyCase):
    def lose_money(self, order):
        order["transaction_rows"][0]["status"] = "FAILURE"
        self.shop.touch(order, displayFinancialStatus="PENDING")

    def win_money(self, order):
        order["transaction_rows"][0]["status"] = "SUCCESS"
        self.shop.touch(order, displayFinancialStatus="PAID")

    def test_sale_is_pending_again(self):
        order, sale = self.take_in(policy="order")
        order["transaction_rows"][0]["status"] = "PENDING"
        self.shop.touch(order, displayFinancialStatus="PENDING")
        self.again()
        self.assert_told(sale)


@tagged("post_install", "-at_install")
class TestMoneyTakenBackFile(MoneyTakenBack, FileCase):
    def load_status(self, status=None, method=None):
        header, row = self.rows({"no": "T1"}).split("\r\n")
        for name, value in (("付款状态", status), ("支付方式", method)):
            if value:
                header, row = f"{header},{name}", f"{row},{value}"
        self.load(f"{header}\r\n{row}")
        self.run_cron("bookings")
        return self.sales()

    def take_in(self, policy="none"):
        self.store.invoice_policy = policy
        return None, self.load_status("paid")

    def again(self):
        self.run_cron("bookings")

    def lose_money(self, _order):
        self.load_status("unpaid")

    def win_money(self, _order):
        self.load_status("paid")

    def test_file_without_a_word_about_money_takes_nothing_back(self):
        _order, sale = self.take_in(policy="order")
        for told in ({}, {"method": "货到付款"}):
            self.load_status(**told)
            self.assertEqual(sale.ecom_payment_ids.state, "captured")
            self.assertFalse(self.money_to_check(sale).reason)
