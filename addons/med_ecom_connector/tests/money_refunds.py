from odoo.exceptions import UserError
from odoo.tests import Form

from .money_case import MoneyCase


class RefundsIn(MoneyCase):
    """Money the shop gave back: credited here, and paid out of the clearing account."""

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


class RefundsOut(MoneyCase):
    """Money given back from here: made in the shop once, and booked once."""

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
