from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ShopCase
from .returns_case import ReturnsCase


@tagged("post_install", "-at_install")
class TestReturnsExchange(ReturnsCase, ShopCase):
    """Goods exchanged in the shop: the books carry each piece once, and only the difference is money."""

    def exchanged(self, sku, quantity, policy="shipment"):
        """Two devices were shipped and paid; one of them is exchanged, and lies in the returns zone."""
        order, sale = self.shipped([("PO-100", 2)], policy=policy)
        self.run_cron("bookings")
        self.shop.exchange(order, [(0, 1)], [(sku, quantity)], reason="damaged")
        self.again()
        one = sale.ecom_return_ids
        self.assertTrue(one.in_exchange)
        self.receive(one)
        return order, sale, one

    def send_the_others(self, sale):
        self.ship(sale)
        self.run_cron("shipments")
        self.again()

    def assert_settled(self, sale, kept, refunded=0.0):
        """Invoices less credit notes are what the customer keeps and has paid; nobody owes anything."""
        self.run_cron("bookings")
        self.assert_no_trouble()
        invoiced = sum(sale._shop_invoices().mapped("amount_total"))
        credited = sum(sale._shop_credit_notes().mapped("amount_total"))
        self.assertAlmostEqual(invoiced - credited, kept, 2)
        self.assertAlmostEqual(sale.ecom_paid_amount - sale.ecom_refunded_amount, kept, 2)
        self.assertAlmostEqual(sale.ecom_refunded_amount, refunded, 2)
        self.assertEqual(self.receivable(sale), 0)
        self.env.flush_all()
        report = self.env["ecom.money.report"].search([("sale_order_id", "=", sale.id)])
        self.assertEqual((report.to_check, report.open_invoice), (False, 0))

    def check_the_same_again(self, policy):
        _order, sale, one = self.exchanged("PO-100", 1, policy)
        self.assertEqual(self.decide(one, "accept").amount, 0)
        self.send_the_others(sale)
        self.assertFalse(sale.ecom_refund_ids)
        self.assertEqual(sale.invoice_status, "invoiced")
        self.assert_settled(sale, 128.76)

    def test_the_same_again_moves_no_money(self):
        self.check_the_same_again("shipment")

    def test_the_same_again_invoiced_on_order(self):
        self.check_the_same_again("order")

    def test_the_same_again_invoiced_on_payment(self):
        self.check_the_same_again("payment")

    def test_goods_first_then_the_others(self):
        _order, sale, one = self.exchanged("CS-1-M", 2)
        wizard = self.decide(one, "accept")
        self.assertAlmostEqual(wizard.amount, 14.28, 2)
        for cron in ("returns", "refunds", "bookings"):
            self.run_cron(cron)
        self.send_the_others(sale)
        self.assert_settled(sale, 114.48, refunded=14.28)

    def test_the_others_first_then_goods(self):
        _order, sale, one = self.exchanged("CS-1-M", 2)
        self.send_the_others(sale)
        self.decide(one, "accept")
        for cron in ("returns", "refunds", "bookings"):
            self.run_cron(cron)
        self.assert_settled(sale, 114.48, refunded=14.28)

    def test_difference_that_the_shop_gave_back_at_once_is_credited_once(self):
        order, sale, one = self.exchanged("CS-1-M", 2)
        self.shop.refund(order, "14.28")
        self.send_the_others(sale)
        self.assertEqual(self.decide(one, "accept").amount, 0)
        self.assert_settled(sale, 114.48, refunded=14.28)

    def test_something_dearer_is_paid_by_the_difference(self):
        order, sale, one = self.exchanged("CS-1-M", 3)
        self.shop.capture(order)
        self.send_the_others(sale)
        self.assertEqual(self.decide(one, "accept").amount, 0)
        self.assert_settled(sale, 137.28)

    def test_nothing_else_is_sent_instead(self):
        _order, sale, one = self.exchanged("PO-100", 1)
        before = sale.picking_ids
        with self.assertRaisesRegex(UserError, "stands on .* already"):
            self.decide(one, "exchange")
        self.assertEqual((one.state, sale.picking_ids), ("received", before))

    def test_declined_goods_are_paid_for_as_well_as_the_others(self):
        _order, sale, one = self.exchanged("PO-100", 1)
        self.decide(one, "decline", "it was used")
        self.send_the_others(sale)
        self.assertAlmostEqual(sum(sale._shop_invoices().mapped("amount_total")), 188.64, 2)
        self.assertFalse(sale._shop_credit_notes())
        self.assertAlmostEqual(self.receivable(sale), 59.88, 2)
