from odoo.tests import tagged

from .common import ShopCase, WooCommerceCase
from .money_payments import Payments
from .money_refunds import RefundsIn, RefundsOut
from .money_to_check import MoneyToCheck


class Money(Payments, MoneyToCheck, RefundsIn, RefundsOut):
    """What the shop's money becomes in the books, on every channel."""


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

    def test_voided_capture_is_taken_back(self):
        order, sale = self.take_in([("PO-100", 2)], policy="order")
        payment = order["payment_collections"][0]["payments"][0]
        payment.update(captured_at=None, canceled_at=payment["captured_at"])
        order["payment_collections"][0].update(captured_amount=0, status="canceled")
        self.shop.touch(order)
        self.again()
        self.assertEqual(sale.ecom_payment_ids.state, "voided")
        self.assertTrue(sale.ecom_payment_ids.is_taken_back)
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
