from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ShopCase, WooCommerceCase


class Cancellations:
    """Cancelled in Odoo, the shop is told why; cancelled in the shop after shipment, goods come back."""

    def setUp(self):
        super().setUp()
        self.store.responsible_id = self.order_desk
        self.order = self.shop.place_order([("PO-100", 2), ("CS-1-M", 3)])
        self.poll()
        self.sale = self.sales().with_user(self.order_desk)

    def cancel(self, reason="No stock left"):
        action = self.sale.action_cancel()
        self.assertEqual(action["res_model"], "ecom.cancel.order")
        self.assertEqual(self.sale.state, "sale", "not before a reason is given")
        wizard = self.env["ecom.cancel.order"].with_user(self.order_desk).with_context(**action["context"])
        wizard = wizard.create({"reason": reason})
        wizard.action_cancel_orders()
        return wizard

    def parsed(self):
        channel = self.store._channel()
        return channel.parse_order(channel.fetch_orders([str(self.order["id"])])[0].payload)

    def test_shop_is_told_with_the_reason(self):
        wizard = self.cancel()
        self.assertEqual((wizard.told, wizard.untold), ("Test shop", ""))
        self.assertEqual((self.sale.state, self.sale.ecom_cancel_reason), ("cancel", "No stock left"))
        self.assertEqual(sum(self.stocking_lot.quant_ids.mapped("reserved_quantity")), 0)
        self.run_cron("cancels")
        self.assertEqual(self.exchanges(kind="cancel").state, "done")
        parsed = self.parsed()
        self.assertEqual((parsed.status, parsed.cancel_reason), ("cancelled", "No stock left"))
        self.poll()
        self.assertEqual(self.sale.state, "cancel")
        self.assertEqual(len(self.exchanges(kind="cancel")), 1, "the shop's echo is not told again")

    def test_shop_that_is_down_is_told_later(self):
        self.cancel()
        self.shop.down = True
        self.run_cron("cancels")
        self.assertEqual(self.exchanges(kind="cancel").state, "pending")
        self.shop.heal()
        self.later()
        self.run_cron("cancels")
        self.assertEqual(self.exchanges(kind="cancel").state, "done")
        self.assertEqual(self.parsed().status, "cancelled")

    def test_cancelled_by_the_shop_is_not_told_back(self):
        self.shop.cancel(self.order)
        self.poll()
        self.assertEqual(self.sale.state, "cancel")
        self.assertFalse(self.exchanges(kind="cancel"))

    def test_reopened_before_the_shop_was_told(self):
        self.cancel()
        self.sale.action_draft()
        self.run_cron("cancels")
        exchange = self.exchanges(kind="cancel")
        self.assertEqual((exchange.state, exchange.problem), ("done", "cancel_withdrawn"))
        self.assertEqual(self.parsed().status, "open")

    def test_payment_news_of_an_order_cancelled_here_changes_nothing(self):
        self.cancel()
        self.shop.capture(self.order)
        self.shop.touch(self.order)
        self.poll()
        self.assertEqual((self.sale.state, self.sale.ecom_payment_state), ("cancel", "paid"))

    def test_orders_that_are_no_shop_orders_are_cancelled_as_ever(self):
        sale = self.env["sale.order"].create({"partner_id": self.sale.partner_id.id})
        self.assertTrue(sale.action_cancel())
        self.assertEqual(sale.state, "cancel")

    def test_locked_order_is_refused_before_a_reason_is_asked(self):
        self.sale.sudo().action_lock()
        with self.assertRaises(UserError):
            self.sale.action_cancel()

    def test_return_after_the_shop_cancelled(self):
        picking = self.sale.sudo().picking_ids
        picking.button_validate()
        self.shop.cancel(self.order)
        self.poll()
        action = self.sale.action_create_shop_return()
        made = self.env["ecom.return"].with_user(self.order_desk).browse(action["res_id"])
        self.assertEqual((made.state, made.sale_order_id), ("expected", self.sale))
        back = made.sudo().picking_ids
        self.assertEqual(back.return_id, picking)
        self.assertEqual(back.location_dest_id.zone_id.code, "returns")
        self.assertEqual(sorted(back.move_ids.mapped("product_uom_qty")), [2, 3])
        with self.assertRaises(UserError):
            self.sale.action_create_shop_return()

    def test_only_the_order_desk_creates_returns(self):
        self.sale.sudo().picking_ids.button_validate()
        with self.assertRaises(self.AccessError):
            self.sale.with_user(self._create_user("auditor")).action_create_shop_return()


@tagged("post_install", "-at_install")
class TestCancellationsMedusa(Cancellations, ShopCase):
    def test_shop_that_fulfilled_it_refuses(self):
        self.order["fulfillments"].append({"id": "ful_1", "canceled_at": None, "labels": [], "items": []})
        self.cancel()
        self.run_cron("cancels")
        held = self.assert_held("rejected")
        self.assertIn("fulfillments", held.message)


@tagged("post_install", "-at_install")
class TestCancellationsWooCommerce(Cancellations, WooCommerceCase):
    pass
