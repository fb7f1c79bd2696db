"""Claims of a Medusa shop: complaints, for which other goods go out or money goes back."""

from odoo.tests import tagged

from .common import ShopCase
from .test_returns import ReturnsCase


@tagged("post_install", "-at_install")
class TestReturnsClaim(ReturnsCase, ShopCase):
    def claimed(self, **options):
        order, sale = self.shipped([("PO-100", 2)], policy="shipment")
        self.run_cron("bookings")
        self.shop.claim(order, [(0, 1)], **options)
        self.again()
        return sale, sale.ecom_return_ids

    def test_replacement_is_no_money_and_its_goods_come_back(self):
        sale, one = self.claimed(others=[("PO-100", 1)], reason="wrong_item")
        self.assertEqual((one.is_claim, one.in_exchange), (True, True))
        self.assertEqual((one.reason_id.code, one.reason_text), ("wrong_item", "wrong_item"))
        self.receive(one)
        self.assertEqual(self.in_zone("returns", self.oximeter), 1)
        self.assertEqual(self.decide(one, "accept").amount, 0)
        self.ship(sale)
        for cron in ("returns", "shipments"):
            self.run_cron(cron)
        self.again()
        invoiced = sum(sale._shop_invoices().mapped("amount_total"))
        credited = sum(sale._shop_credit_notes().mapped("amount_total"))
        self.assertAlmostEqual(invoiced - credited, 128.76, 2)
        self.assertEqual(self.receivable(sale), 0)
        self.assert_no_trouble()

    def test_replacement_for_which_nothing_comes_back_is_free(self):
        sale, returns = self.claimed(others=[("PO-100", 1)], reason="missing_item", comes_back=False)
        self.assertFalse(returns)
        self.assertEqual(sale.order_line[-1].product_uom_qty, 1)
        self.assertEqual(sale.order_line[-1].price_total, 0)
        self.assertAlmostEqual(sale.amount_total, 128.76, 2)
        self.assertEqual(sale.ecom_payment_state, "paid")
        self.ship(sale)
        self.run_cron("shipments")
        self.again()
        self.assertEqual(self.receivable(sale), 0)
        self.assert_no_trouble()

    def test_claim_for_money_proposes_the_refund(self):
        _sale, one = self.claimed(reason="production_failure")
        self.assertEqual((one.is_claim, one.in_exchange), (True, False))
        self.assertEqual((one.reason_id.code, one.reason_text), ("other", "production_failure"))
        row = self.env["ecom.return.reason.map"].search([("store_id", "=", self.store.id)])
        row.reason_id = self.env.ref("med_ecom_connector.return_reason_defective")
        self.assertEqual(one.reason_id.code, "defective")
        self.receive(one)
        self.assertAlmostEqual(self.decide(one, "accept").amount, 59.88, 2)
