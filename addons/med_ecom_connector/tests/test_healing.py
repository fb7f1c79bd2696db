from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import OperationalError

from odoo import fields
from odoo.service import server
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ShopCase, ShopifyCase, WooCommerceCase

RUNNER = "odoo.addons.med_ecom_connector.models.ecom_exchange_runner"
MAIL = "odoo.addons.mail.models.mail_mail"
CRONS = ("poll", "orders", "shipments", "stock", "watch")


class _Hints:
    def hint(self, order):
        headers, body = self.shop.order_webhook(order)
        for event in self.store._channel().parse_webhook(headers, body):
            self.env["ecom.exchange"]._receive_hint(self.store, event, body)


class Outage(_Hints):
    """A shop that is down for hours: nobody clicks, nothing is lost, all of it is done soon after."""

    HOURS = 4

    def pass_time(self, start, minutes, step):
        """Let the scheduler run as it would, the clock moved on by ``step`` minutes each time."""
        for minute in range(0, minutes + 1, step):
            with freeze_time(start + timedelta(minutes=minute)), patch(f"{RUNNER}.LINGER", 0):
                for name in CRONS:
                    self.run_cron(name)

    def test_outage_recovers_with_no_click(self):
        start = fields.Datetime.now()
        first = self.shop.place_order([("PO-100", 1)])
        self.pass_time(start, 0, 1)
        picking = self.sales().picking_ids
        self.shop.down = True
        self.hint(self.shop.place_order([("CS-1-M", 2)]))
        picking.move_ids.picked = True
        picking.carrier_tracking_ref = "TRACK-1"
        picking._action_done()
        self.pass_time(start + timedelta(minutes=1), 60, 10)
        self.shop.place_order([("GLOVE", 1)])
        self.env["stock.quant"]._update_available_quantity(self.glove, self.warehouse.lot_stock_id, 7)
        self.pass_time(start + timedelta(minutes=70), self.HOURS * 60 - 70, 10)
        self.assertEqual(len(self.sales()), 1)
        self.assertEqual(self.store.alert_ids.filtered(lambda one: one.state == "open").cause, "failing")
        self.shop.down = False
        self.pass_time(start + timedelta(hours=self.HOURS, minutes=1), 20, 2)
        self.assertEqual(len(self.sales()), 3, self.store.flow_ids.mapped("error"))
        self.assertEqual(set(self.exchanges().mapped("state")), {"done"})
        self.assertFalse(self.exchanges().decided_by_id)
        self.assertTrue(picking.ecom_shipment_ref)
        self.assertEqual(self.shop.stock("GLOVE") + self.open_gloves(), 57)
        self.assertFalse(self.store.alert_ids.filtered(lambda one: one.state == "open"))
        self.assertTrue(first)

    def open_gloves(self):
        """Pieces of the open order that this shop takes off its figure by itself."""
        return 0 if self.store._capabilities().stock_includes_open_orders else 1


@tagged("post_install", "-at_install")
class TestOutageMedusa(Outage, ShopCase):
    pass


@tagged("post_install", "-at_install")
class TestOutageWooCommerce(Outage, WooCommerceCase):
    pass


@tagged("post_install", "-at_install")
class TestOutageShopify(Outage, ShopifyCase):
    def setUp(self):
        super().setUp()
        # its budget fills up by the seconds, and those stand still here
        self.shop.restore_rate = 1_000_000
        self.shop._fill = lambda: setattr(self.shop, "points", self.shop.maximum)


@tagged("post_install", "-at_install")
class TestOutageOfOthers(_Hints, ShopCase):
    def test_a_day_of_outage_gives_nothing_up(self):
        self.hint(self.shop.place_order([("PO-100", 1)]))
        start = fields.Datetime.now()
        self.shop.down = True
        for hour in range(30):
            with freeze_time(start + timedelta(hours=hour)), patch(f"{RUNNER}.LINGER", 0):
                self.run_cron("poll")
                self.run_cron("orders")
        self.assertEqual(self.exchanges().state, "pending")
        self.assertGreater(self.exchanges().attempts, 5)
        self.shop.down = False
        with freeze_time(start + timedelta(hours=30, minutes=15)):
            self.run_cron("poll")
            self.run_cron("orders")
        self.assertEqual(set(self.exchanges().mapped("state")), {"done"})
        self.assertEqual(len(self.sales()), 1)

    def asked_by_id(self):
        """:return: the ids of orders that each request named"""
        return [ids for request in self.shop.asked("GET /admin/orders$") if (ids := request.args("id"))]

    def test_capture_whose_webhook_was_lost_is_seen_within_minutes(self):
        """Medusa does not stamp the order as changed."""
        start = fields.Datetime.now()
        # older than what every poll looks at again
        before = datetime.now(UTC) - timedelta(hours=1)
        # in one second: minutes are counted from the first poll and from what it brought
        with freeze_time(start):
            order = self.shop.place_order([("PO-100", 1)], at=before)
            self.shop.place_order([("PO-100", 1)], provider="pp_cod_cod", at=before)
            self.shop.place_order([("PO-100", 1)], paid=True)
            self.poll()
        payment = self.sales()[0].ecom_payment_ids
        self.assertEqual(payment.state, "authorized")
        self.assertTrue(self.sales()[1].ecom_on_delivery)
        self.shop.capture(order)
        for minute in range(1, 7):
            with freeze_time(start + timedelta(minutes=minute)), patch(f"{RUNNER}.LINGER", 0):
                self.poll()
        self.assertEqual(payment.state, "captured")
        self.assertEqual(self.sales()[0].ecom_payment_state, "paid")
        self.assertEqual(self.asked_by_id(), [[order["id"]]], "once in five minutes, and only what is open")
        self.assertEqual(len(self.exchanges(external_id=order["id"])), 2)
        with freeze_time(start + timedelta(minutes=20)), patch(f"{RUNNER}.LINGER", 0):
            self.poll()
        self.assertEqual(len(self.asked_by_id()), 1, "paid orders are not asked for")

    def test_master_process_outlives_a_restart_of_the_database(self):
        """It waits with new workers until the database answers; any other trouble is Odoo's as ever."""
        master = SimpleNamespace(workers_http=[], population=1)
        away = patch.object(server.Registry, "cursor", side_effect=OperationalError("shutting down"))
        with away, self.assertLogs("odoo.addons.med_ecom_connector.hooks", "WARNING"):
            server.PreforkServer.process_spawn(master)
        with patch.object(server.Registry, "cursor", side_effect=ValueError), self.assertRaises(ValueError):
            server.PreforkServer.process_spawn(master)

    def test_a_day_without_a_mail_server(self):
        """Alerts, and messages to customers of shops, are sent when it is back, once each."""
        boss = self._create_user("boss", "administrator", email="boss@example.com")
        self.store.responsible_id = boss
        sends = self.env.registry["ir.mail_server"]
        start = fields.Datetime.now()
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        self.shop.place_order([("PO-100", 31)])
        self.poll()
        message = self.env["mail.mail"].create(
            {
                "subject": "Your order",
                "body_html": "waits",
                "email_to": "anna.klein@example.com",
                "model": "sale.order",
                "res_id": self.sales().id,
                "auto_delete": False,
            }
        )
        with patch.object(sends, "_connect__", side_effect=OSError("no route")), mute_logger(MAIL):
            for hour in range(24):
                with freeze_time(start + timedelta(hours=hour)), self.enter_registry_test_mode():
                    self.env.ref("med_ecom_connector.ir_cron_watch").method_direct_trigger()
                    queue.method_direct_trigger()
        mails = message | self.env["mail.mail"].search([("recipient_ids", "=", boss.partner_id.id)])
        alerts = self.env["ecom.alert"].search([("state", "=", "open")])
        self.assertIn("held", alerts.mapped("cause"))
        self.assertEqual(len(mails), 1 + len(alerts), "one per cause, however long it lasts")
        self.assertEqual(set(mails.mapped("state")), {"exception"})
        sent = []
        with (
            patch.object(sends, "_disable_send", return_value=False),
            patch.object(sends, "_connect__"),
            patch.object(sends, "send_email", side_effect=lambda message, **kw: sent.append(message) or "id"),
        ):
            for minute in (1, 2, 60):
                with (
                    freeze_time(start + timedelta(hours=24, minutes=minute)),
                    self.enter_registry_test_mode(),
                ):
                    self.env.ref("med_ecom_connector.ir_cron_watch").method_direct_trigger()
                    queue.method_direct_trigger()
        self.assertEqual(set(mails.mapped("state")), {"sent"})
        subjects = [message["Subject"] for message in sent]
        for mail in mails:
            self.assertEqual(subjects.count(mail.subject), 1, mail.subject)

    def test_mail_server_that_is_down_holds_nothing_up(self):
        boss = self._create_user("boss", "administrator", email="boss@example.com")
        self.store.responsible_id = boss
        sends = self.env.registry["ir.mail_server"]
        start = fields.Datetime.now()
        with patch.object(sends, "_connect__", side_effect=OSError("no route")), mute_logger(MAIL):
            self.shop.place_order([("PO-100", 1)], tax_rate=7)
            self.poll()
            self.run_cron("watch")
            mails = self.env["mail.mail"].search([("recipient_ids", "=", boss.partner_id.id)])
            mails.send()
            self.shop.place_order([("PO-100", 1)])
            self.poll()
        self.assertEqual(set(mails.mapped("state")), {"exception"})
        self.assertEqual(len(self.sales()), 1)
        with freeze_time(start + timedelta(minutes=5)):
            self.run_cron("watch")
        self.assertEqual(set(mails.mapped("state")), {"outgoing"})
