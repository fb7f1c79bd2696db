from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import ShopCase


@tagged("post_install", "-at_install")
class TestWatching(ShopCase):
    """The board, the tries, and the search."""

    def board(self, user=None):
        flows = self.env["ecom.store.flow"].with_user(user or self.env.user)
        (store,) = [store for store in flows.get_board()["stores"] if store["id"] == self.store.id]
        return store, {flow["flow"]: flow for flow in store["flows"]}

    def find(self, term, user=None):
        found = (
            self.env["ecom.exchange"].with_user(user or self.env.user).search([("anything", "ilike", term)])
        )
        return found.filtered(lambda exchange: exchange.store_id == self.store)

    def test_board_counts_per_flow(self):
        self.shop.place_order([("PO-100", 1)])
        self.shop.place_order([("PO-100", 1)], tax_rate=7)
        self.poll()
        self.shop.place_order([("PO-100", 1)])
        self.run_cron("poll")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=12)):
            store, flows = self.board(self.order_desk)
        order = flows["order"]
        self.assertEqual((order["queue"], order["held"], order["dead"]), (1, 1, 0))
        self.assertEqual((order["tries"], order["error_rate"]), (2, 50.0))
        self.assertIn(order["lag"], (11, 12))
        self.assertTrue(order["last_success"])
        self.assertEqual(sum(done for done, failed in store["hours"]), 1)
        self.assertEqual(sum(failed for done, failed in store["hours"]), 1)

    def test_board_says_why_a_flow_is_paused(self):
        self.shop.down = True
        self.run_cron("poll")
        _store, flows = self.board()
        self.assertTrue(flows["poll"]["paused_until"])
        self.assertIn("can't be reached", flows["poll"]["error"])

    def test_board_says_that_nothing_runs(self):
        cron = self.env.ref("med_ecom_connector.ir_cron_watch")
        flows = self.env["ecom.store.flow"].with_user(self.order_desk)
        cron.lastcall = fields.Datetime.now() - timedelta(minutes=6)
        self.assertTrue(flows.get_board()["stopped_since"])
        cron.lastcall = fields.Datetime.now()
        self.assertFalse(flows.get_board()["stopped_since"])

    def test_released_exchange_is_not_old(self):
        self.shop.place_order([("PO-100", 1)], tax_rate=7)
        self.poll()
        with freeze_time(fields.Datetime.now() + timedelta(days=3)):
            self.exchanges(state="held").action_release()
            _store, flows = self.board()
        self.assertEqual((flows["order"]["queue"], flows["order"]["lag"]), (1, 0))

    def test_every_try_is_kept(self):
        order = self.shop.place_order([("PO-100", 1)])
        headers, body = self.shop.order_webhook(order)
        (event,) = self.store._channel().parse_webhook(headers, body)
        self.env["ecom.exchange"]._receive_hint(self.store, event, body)
        self.shop.fail_next("status", count=1, match="GET /admin/orders", status=503)
        self.run_cron("orders")
        self.later()
        self.run_cron("orders")
        tries = self.exchanges().attempt_ids.sorted("id")
        self.assertEqual(tries.mapped("outcome"), ["failed", "done"])
        self.assertIn("failed on its own side", tries[0].message)
        self.assertTrue(all(one.seconds > 0 for one in tries))

    def test_what_was_put_off_is_no_try(self):
        order = self.shop.place_order([("PO-100", 1)])
        headers, body = self.shop.order_webhook(order)
        (event,) = self.store._channel().parse_webhook(headers, body)
        self.env["ecom.exchange"]._receive_hint(self.store, event, body)
        del self.shop.orders[order["id"]]
        self.run_cron("orders")
        self.assertEqual(self.exchanges().problem, "order_not_visible")
        self.assertFalse(self.exchanges().attempt_ids)

    def test_search_by_number_sku_tracking_and_error(self):
        self.shop.place_order([("PO-100", 1)])
        self.shop.place_order([("GLOVE", 1)])
        self.shop.place_order([("CS-1-M", 1)], tax_rate=7)
        self.poll()
        first, second, held = self.exchanges(kind="order")
        picking = first.sale_order_id.picking_ids
        picking.move_ids.picked = True
        picking.carrier_tracking_ref = "TRACK-4711"
        picking._action_done()
        shipment = self.exchanges(kind="shipment")
        self.assertEqual(self.find(first.sale_order_id.name), first | shipment)
        self.assertIn(second, self.find(second.reference))
        self.assertEqual(self.find("glove"), second)
        self.assertEqual(self.find("PO-100"), first | shipment)
        self.assertEqual(self.find("track-4711"), first | shipment)
        self.assertEqual(self.find("CS-1-M"), held)
        self.assertEqual(self.find("No sales tax of 7"), held)
        self.assertEqual(self.find("no such thing"), held.browse())

    def test_search_finds_stock_pushes_by_sku(self):
        self.run_cron("stock")
        self.assertIn("stock", self.find("CS-1-M").mapped("kind"))

    def test_search_finds_past_errors(self):
        self.shop.place_order([("PO-100", 1)], tax_rate=7)
        self.poll()
        self._create_tax(7.0)
        self.release(self.exchanges())
        self.assertEqual(self.exchanges().state, "done")
        self.assertEqual(self.find("No sales tax of 7"), self.exchanges())

    def test_warehouse_finds_too(self):
        self.shop.place_order([("GLOVE", 1)])
        self.poll()
        self.assertEqual(self.find("GLOVE", self._create_user("warehouse")), self.exchanges())
