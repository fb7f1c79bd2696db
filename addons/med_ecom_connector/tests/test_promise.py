from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import ShopCase


@tagged("post_install", "-at_install")
class TestPromise(ShopCase):
    """An order is confirmed only if its goods are there; what to do about the others is one click."""

    def short_order(self, quantity=31, sku="PO-100"):
        self.shop.place_order([(sku, quantity)])
        self.poll()
        sale = self.sales()[-1]
        self.assertEqual((sale.state, sale.ecom_promise), ("draft", "short"))
        return sale

    def test_the_last_pieces_go_to_who_came_first(self):
        for _number in range(4):
            self.shop.place_order([("PO-100", 10)])
        self.poll()
        self.assertEqual(self.sales().mapped("ecom_promise"), ["promised"] * 3 + ["short"])
        self.assertEqual(self.sales().mapped("state"), ["sale"] * 3 + ["draft"])
        held = self.assert_held("short")
        self.assertIn("PO-100 0 / 10", held.message)
        self.assertEqual(held.sale_order_id, self.sales()[-1])
        picked = self.sales().picking_ids.move_ids
        self.assertEqual(sum(picked.mapped("quantity")), 30, "what was promised is reserved")

    def test_a_short_order_takes_nothing_from_others(self):
        self.short_order(31)
        self.shop.place_order([("PO-100", 30)])
        self.poll()
        self.assertEqual(self.sales().mapped("ecom_promise"), ["short", "promised"])

    def test_goods_of_a_short_line_stay_free(self):
        """All or nothing: an order that misses one article leaves its other articles to the next."""
        self.shop.place_order([("PO-100", 99), ("CS-1-M", 30)])
        self.shop.place_order([("CS-1-M", 30)])
        self.poll()
        self.assertEqual(self.sales().mapped("ecom_promise"), ["short", "promised"])

    def test_backorder(self):
        sale = self.short_order()
        sale.with_user(self.order_desk).action_short_backorder()
        self.assertEqual((sale.state, sale.ecom_promise), ("sale", "backorder"))
        self.assertEqual(self.exchanges(kind="order").mapped("state"), ["done"])
        self.assertEqual(self.exchanges(kind="order").decided_by_id, self.order_desk)
        self.assertEqual(sale.picking_ids.move_ids.quantity, 30)
        # the piece that is missing is promised as soon as it is there
        self._create_lot(self.oximeter, "PO-NEW", quantity=5)
        free = self.env["ecom.sellable"]._free(self.warehouse, self.oximeter)
        self.assertEqual(free[self.warehouse.id, self.oximeter.id], 4)

    def test_looked_at_again_when_released(self):
        self.short_order()
        self.release(self.assert_held("short"))
        self.assert_held("short")
        self._create_lot(self.oximeter, "PO-NEW", quantity=5)
        self.release(self.assert_held("short"))
        self.assertEqual(self.sales().ecom_promise, "promised")
        self.assertEqual(self.exchanges(kind="order").mapped("state"), ["done"])

    def test_look_again_by_button(self):
        sale = self.short_order()
        sale.with_user(self.order_desk).action_short_retry()
        self.assertEqual(sale.state, "draft")
        self.assert_held("short")
        self._create_lot(self.oximeter, "PO-NEW", quantity=5)
        sale.with_user(self.order_desk).action_short_retry()
        self.assertEqual((sale.state, sale.ecom_promise), ("sale", "promised"))
        with self.assertRaisesRegex(Exception, "not short any more"):
            sale.with_user(self.order_desk).action_short_retry()

    def test_goes_on_by_itself_when_the_goods_come(self):
        sale = self.short_order()
        self.run_cron("stock")
        self.assertEqual(sale.state, "draft")
        self._create_lot(self.oximeter, "PO-NEW", quantity=5)
        self.run_cron("stock")
        self.assertEqual((sale.state, sale.ecom_promise), ("sale", "promised"))

    def test_other_warehouse(self):
        second = self.env["stock.warehouse"].create({"name": "Lyon", "code": "LYO"})
        sale = self.short_order(40)
        lot = self._create_lot(self.oximeter, "PO-LYO", quantity=1)
        self.env["stock.quant"]._update_available_quantity(self.oximeter, second.lot_stock_id, 50, lot_id=lot)
        options = self.env["ecom.short"].browse(
            sale.with_user(self.order_desk).action_short_options()["res_id"]
        )
        place = options.place_ids.filtered(lambda row: row.warehouse_id == second)
        self.assertTrue(place.complete)
        place.with_user(self.order_desk).action_take()
        self.assertEqual((sale.state, sale.ecom_promise), ("sale", "promised"))
        self.assertEqual(sale.picking_ids.location_id, second.lot_stock_id)

    def test_other_lot(self):
        self.lot_new._set_release_status("hold", "complaint")
        self.oximeter.minimum_shelf_life_days = 90
        sale = self.short_order(8)
        options = self.env["ecom.short"].browse(
            sale.with_user(self.order_desk).action_short_options()["res_id"]
        )
        reasons = {row.lot_id: row.reason for row in options.lot_ids}
        self.assertEqual(reasons, {self.lot_new: "blocked", self.lot_old: "short_lived"})
        rows = {row.lot_id: row.with_user(self.order_desk) for row in options.lot_ids}
        with self.assertRaisesRegex(Exception, "PO-B can't be taken"):
            rows[self.lot_new].action_take()
        rows[self.lot_old].action_take()
        self.assertEqual(sale.state, "sale")
        self.assertEqual(sale.picking_ids.move_line_ids.lot_id, self.lot_old)
        self.assertEqual(sale.picking_ids.move_line_ids.quantity, 8)

    def test_message_to_the_customer(self):
        sale = self.short_order()
        action = sale.with_user(self.order_desk).action_short_message()
        composer = (
            self.env[action["res_model"]]
            .with_user(self.order_desk)
            .with_context(**action["context"])
            .create({})
        )
        self.assertIn("Pulse oximeter", composer.body)
        composer.action_send_mail()
        self.assertIn("Pulse oximeter", sale.message_ids[0].body)

    def test_cancelled_in_the_shop(self):
        sale = self.short_order()
        self.shop.cancel(self.shop.orders[sale.ecom_order_binding_id.external_id])
        self.poll()
        self.assertEqual(sale.state, "cancel")
        self.assertFalse(self.exchanges(state="held"))

    def test_cancelled_by_the_order_desk(self):
        sale = self.short_order()
        sale.with_user(self.order_desk)._action_cancel()
        self.assertFalse(self.exchanges(state="held"))

    def test_unpaid_orders_keep_what_they_came_first_for(self):
        self.store.confirm_policy = "paid"
        orders = [self.shop.place_order([("PO-100", 20)]) for _number in range(2)]
        for order in orders:
            order["payment_status"] = "not_paid"
            order["payment_collections"][0].update(status="not_paid", authorized_amount=0)
        self.poll()
        first, second = self.sales()
        self.assertEqual((first | second).mapped("state"), ["draft", "draft"])
        self.assertEqual(second._confirm_shop_orders()[second], {"details": "PO-100 10 / 20"})
        self.assertFalse(first._confirm_shop_orders())
        self.assertEqual((first | second).mapped("ecom_promise"), ["promised", "short"])

    def test_only_the_order_desk_decides(self):
        sale = self.short_order()
        clerk = self._create_user("packer", role="warehouse")
        with self.assertRaises(self.AccessError):
            sale.with_user(clerk).action_short_backorder()

    def test_short_lived_goods_are_not_promised(self):
        self.lot_old.expiration_date = fields.Datetime.now() + timedelta(days=1)
        self.oximeter.minimum_shelf_life_days = 30
        self.short_order(21)
