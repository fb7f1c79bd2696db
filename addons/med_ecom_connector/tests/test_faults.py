from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine.backoff import MAX_ATTEMPTS
from ..engine.instants import aware_utc
from .common import ShopCase, WooCommerceCase

RUNNER = "odoo.addons.med_ecom_connector.models.ecom_exchange_runner"
SYNC = "odoo.addons.med_ecom_connector.models.ecom_store_sync"
ORDERS = {"medusa": "GET /admin/orders", "woocommerce": "GET .*/orders", "shopify": " (Orders|OrderDetails)$"}


class Faults:
    """The shop fails in every way we know; nothing is lost, nothing comes twice."""

    @property
    def orders_path(self):
        return ORDERS[self.CHANNEL]

    def hint(self, order):
        """A webhook's row, as the controller leaves it."""
        headers, body = self.shop.order_webhook(order)
        channel = self.store._channel()
        self.assertTrue(channel.verify_webhook(headers, body))
        return [
            self.env["ecom.exchange"]._receive_hint(self.store, event, body)
            for event in channel.parse_webhook(headers, body)
        ]

    def test_shop_down_for_hours(self):
        self.shop.place_order([("PO-100", 1)])
        self.shop.down = True
        for _hour in range(5):
            self.later()
            self.run_cron("poll")
        flow = self.store._flow("poll")
        self.assertEqual(flow.failures, 5)
        self.assertTrue(self.store.sync_error)
        self.assertGreater(flow.paused_until, fields.Datetime.now() + timedelta(seconds=60))
        self.assertTrue(self.env.ref("med_ecom_connector.ir_cron_poll").active)
        self.shop.down = False
        self.later()
        self.poll()
        self.assertEqual(len(self.sales()), 1)
        self.assertFalse(self.store.sync_error)

    def test_webhook_while_shop_is_down(self):
        order = self.shop.place_order([("PO-100", 1)])
        self.hint(order)
        self.shop.fail_next("status", count=1, match=self.orders_path, status=503)
        self.run_cron("orders")
        exchange = self.exchanges()
        self.assertEqual((exchange.state, exchange.problem, exchange.attempts), ("pending", "server", 1))
        self.later()
        self.run_cron("orders")
        self.assertEqual(exchange.state, "done", exchange.problem_text)
        self.assertEqual(len(self.sales()), 1)

    def test_what_the_shop_did_is_told_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.hint(self.shop.place_order([("PO-100", 1)]))
        self.shop.fail_next("status", count=1, match=self.orders_path, status=503)
        self.run_cron("orders")
        exchange = self.exchanges()
        self.assertIn("The shop failed with status 503 (", exchange.message)
        self.assertEqual(exchange.problem_text, exchange.message)
        chinese = exchange.with_context(lang="zh_CN").message
        self.assertIn("网店出错，状态码 503（", chinese)
        flow = self.store._flow("order")
        self.assertIn("网店出错，状态码 503", flow.with_context(lang="zh_CN").error)
        self.assertFalse(flow.last_success, "a shop that failed is not shown as one that answered")
        self.assertTrue(flow._is_paused())
        self.later()
        self.run_cron("orders")
        self.assertFalse(flow.error)
        self.assertTrue(flow.last_success)

    def test_throttled_waits_as_long_as_asked(self):
        order = self.shop.place_order([("PO-100", 1)])
        self.hint(order)
        self.shop.throttle_next(600, match=self.orders_path)
        before = fields.Datetime.now()
        self.run_cron("orders")
        exchange = self.exchanges()
        self.assertEqual(exchange.problem, "throttled")
        self.assertGreaterEqual(exchange.next_try, before + timedelta(seconds=600))

    def test_page_cut_off_is_read_again(self):
        for _number in range(3):
            self.shop.place_order([("PO-100", 1)])
        self.shop.fail_next("truncate", match=self.orders_path)
        self.run_cron("poll")
        self.assertFalse(self.exchanges(kind="order"))
        self.assertEqual(self.store._flow("poll").failures, 1)
        self.later()
        self.poll()
        self.assertEqual(len(self.sales()), 3)

    def test_given_up_after_days_and_replayed_by_one_click(self):
        order = self.shop.place_order([("PO-100", 1)])
        self.hint(order)
        self.shop.down = True
        exchange = self.exchanges()
        exchange.attempts = MAX_ATTEMPTS - 1
        self.run_cron("orders")
        self.assertEqual(exchange.state, "dead")
        self.run_cron("watch")
        self.assertEqual(self.store.alert_ids.activity_ids.user_id, self.store.responsible_id)
        self.shop.down = False
        self.later()
        self.release(exchange)
        self.assertEqual(exchange.state, "done", exchange.problem_text)
        self.assertEqual(len(self.sales()), 1)

    def test_webhook_before_the_order_is_visible(self):
        order = self.shop.place_order([("PO-100", 1)])
        key = order["id"]
        self.hint(order)
        hidden = self.shop.orders.pop(key)
        self.run_cron("orders")
        exchange = self.exchanges()
        self.assertEqual((exchange.state, exchange.problem), ("pending", "order_not_visible"))
        self.shop.orders[key] = hidden
        self.later()
        self.run_cron("orders")
        self.assertEqual(exchange.state, "done", exchange.problem_text)

    def test_webhook_for_an_order_that_never_appears(self):
        order = self.shop.place_order([("PO-100", 1)])
        self.hint(order)
        del self.shop.orders[order["id"]]
        self.env.cr.execute("UPDATE ecom_exchange SET create_date = create_date - interval '1 hour'")
        self.env.invalidate_all()
        self.run_cron("orders")
        self.assert_held("order_not_found")

    def test_repeated_webhook_makes_one_row(self):
        order = self.shop.place_order([("PO-100", 1)])
        self.assertEqual(self.hint(order)[:1], [True])
        headers_and_body = self.shop.order_webhook(order)
        with patch.object(self.shop, "order_webhook", return_value=headers_and_body):
            self.hint(order)
            before = len(self.exchanges())
            self.assertEqual(self.hint(order), [False])
        self.assertEqual(len(self.exchanges()), before)
        self.poll()
        self.assertEqual(len(self.sales()), 1)
        self.assertEqual(set(self.exchanges(kind="order").mapped("state")), {"done"})

    def test_webhook_and_poll_of_one_order(self):
        order = self.shop.place_order([("PO-100", 1)])
        self.hint(order)
        self.poll()
        self.assertEqual(len(self.exchanges(kind="order")), 2)
        self.assertEqual(len(self.sales()), 1)
        self.assertEqual(self.exchanges(kind="order").sale_order_id, self.sales())

    def test_wrong_credentials_heal_when_corrected(self):
        order = self.shop.place_order([("PO-100", 1)])
        self.hint(order)
        right = self.shop.settings()["api_key"]
        self.store.api_key = "wrong-key"
        self.run_cron("orders")
        exchange = self.exchanges()
        self.assertEqual((exchange.state, exchange.problem), ("pending", "auth"))
        self.store.api_key = right
        self.store.action_test_connection()
        self.run_cron("orders")
        self.assertEqual(exchange.state, "done", exchange.problem_text)

    def test_clock_of_the_shop_runs_ahead_or_behind(self):
        """The cursor is in the shop's own time, so its clock need not agree with ours."""
        for hours in (-5, 7):
            at = fields.Datetime.now() + timedelta(hours=hours)
            self.shop.place_order([("PO-100", 1)], at=aware_utc(at))
            self.poll()
        self.shop.place_order(
            [("CS-1-M", 1)], at=aware_utc(fields.Datetime.now() + timedelta(hours=7, seconds=2))
        )
        self.poll()
        self.assertEqual(len(self.sales()), 3)

    def test_error_of_one_shop_stops_no_other(self):
        self.shop.place_order([("PO-100", 1)])
        broken = self._create_store(name="AAA broken", sequence=1)
        poll = type(self.store)._poll_orders_alone

        def fails(store):
            if store == broken:
                raise KeyError("a bug")
            return poll(store)

        with patch.object(type(self.store), "_poll_orders_alone", fails), mute_logger(SYNC):
            self.poll()
        self.assertEqual(len(self.sales()), 1)
        self.assertEqual(broken._flow("poll").problem, "unexpected")
        self.assertIn("KeyError", broken.sync_error)
        self.later()
        broken.flow_ids.paused_until = False
        self.poll()
        self.assertFalse(broken.sync_error)

    def test_unexpected_error_backs_off_and_spares_the_others(self):
        first = self.shop.place_order([("PO-100", 1)])
        self.shop.place_order([("CS-1-M", 1)])
        builder = type(self.env["ecom.order.builder"])
        prepare = builder._prepare_head_vals

        def broken(model, store, order, currency):
            if order.external_id == str(first["id"]).rsplit("/", 1)[-1]:
                raise KeyError("a bug")
            return prepare(model, store, order, currency)

        with patch.object(builder, "_prepare_head_vals", broken), mute_logger(RUNNER):
            self.poll()
        self.assertEqual(len(self.sales()), 1)
        failed = self.exchanges(kind="order").filtered(lambda row: row.state == "pending")
        self.assertEqual(failed.problem, "unexpected")
        self.assertIn("a bug", failed.technical_detail)
        self.assertNotIn("Traceback", failed.message)
        self.later()
        self.run_cron("orders")
        self.assertEqual(len(self.sales()), 2)

    def test_lost_race_is_run_again(self):
        self.shop.place_order([("PO-100", 1)])
        handler = type(self.env["ecom.handler.order"])
        create = handler._create_orders
        losses = []

        def beaten(model, store, arrivals):
            if len(losses) < 2:
                losses.append(1)
                raise SerializationFailure("could not serialize access")
            return create(model, store, arrivals)

        with patch.object(handler, "_create_orders", beaten):
            self.poll()
        self.assertEqual(len(losses), 2)
        self.assertEqual(len(self.sales()), 1)

    def test_nightly_comparison_finds_what_nobody_announced(self):
        order = self.shop.place_order([("PO-100", 1)])
        self.poll()
        self.assertNotEqual(self.sales().ecom_payment_state, "paid")
        self.shop.capture(order)
        self.shop.place_order([("CS-1-M", 1)])
        # a cursor that ran ahead, as after a shop's clock was set back
        self.store._flow("poll").cursor_at = fields.Datetime.now() + timedelta(days=400)
        self.poll()
        self.assertEqual(len(self.sales()), 1)
        self.run_cron("compare")
        self.run_cron("orders")
        self.assertEqual(len(self.sales()), 2)
        self.assertEqual(self.sales()[0].ecom_payment_state, "paid")


@tagged("post_install", "-at_install")
class TestFaultsMedusa(Faults, ShopCase):
    pass


@tagged("post_install", "-at_install")
class TestFaultsWooCommerce(Faults, WooCommerceCase):
    pass
