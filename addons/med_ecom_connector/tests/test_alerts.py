from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ShopCase

TELL = "odoo.addons.med_ecom_connector.models.ecom_alert_tell"


@tagged("post_install", "-at_install")
class TestAlerts(ShopCase):
    """A person is told once per cause, and no longer when it is over."""

    def setUp(self):
        super().setUp()
        self.store.responsible_id = self._create_user("boss", "administrator", email="boss@example.com")
        # no scheduler runs beside the tests
        crons = self.env["ir.cron"].search([("cron_name", "like", "Shops:%")])
        crons.nextcall = fields.Datetime.now() + timedelta(days=1)

    def watch(self, **later):
        with freeze_time(fields.Datetime.now() + timedelta(**later)) if later else freeze_time():
            self.run_cron("watch")

    def alerts(self, **equal):
        domain = [("store_id", "=", self.store.id)] + [(name, "=", value) for name, value in equal.items()]
        return self.env["ecom.alert"].search(domain, order="id")

    def hold_one(self, rate=7):
        self.shop.place_order([("PO-100", 1)], tax_rate=rate)
        self.poll()
        return self.exchanges(state="held")

    def mails(self):
        return self.env["mail.mail"].search([("recipient_ids", "=", self.store.responsible_id.partner_id.id)])

    def test_held_is_told_once_and_clears_itself(self):
        self.hold_one()
        self.hold_one()
        self.watch()
        self.watch()
        alert = self.alerts()
        self.assertEqual((alert.cause, alert.state, alert.count), ("held", "open", 2))
        self.assertEqual(alert.activity_ids.user_id, self.store.responsible_id)
        self.assertIn("2 exchanges of Test shop", alert.activity_ids.summary)
        self.assertEqual(len(self.mails()), 1)
        self.assertEqual(self.mails().state, "outgoing")
        self._create_tax(7.0)
        self.release(self.exchanges(state="held"))
        self.watch()
        self.assertEqual(alert.state, "cleared")
        self.assertFalse(alert.activity_ids)
        self.assertIn("cause is gone", alert.message_ids[:1].body)
        self.assertEqual(len(self.mails()), 1)

    def test_holding_wakes_the_watch(self):
        triggers = self.env["ir.cron.trigger"].search_count
        domain = [("cron_id", "=", self.env.ref("med_ecom_connector.ir_cron_watch").id)]
        before = triggers(domain)
        self.hold_one()
        self.assertGreater(triggers(domain), before)

    def test_held_too_long_is_told_again(self):
        self.hold_one()
        self.watch()
        self.watch(hours=23)
        self.assertEqual(self.alerts().mapped("cause"), ["held"])
        self.watch(hours=25)
        self.watch(hours=26)
        self.assertEqual(self.alerts().mapped("cause"), ["held", "held_long"])

    def test_failing_shop(self):
        self.shop.down = True
        self.run_cron("poll")
        self.watch(minutes=10)
        self.assertFalse(self.alerts())
        self.watch(minutes=31)
        alert = self.alerts()
        self.assertEqual((alert.cause, alert.state), ("failing", "open"))
        self.assertIn("can't be reached", alert.message)
        self.shop.down = False
        self.later()
        self.poll()
        self.watch(minutes=32)
        self.assertEqual(alert.state, "cleared")

    def test_refused_credentials_are_one_cause(self):
        self.store.api_key = "no-such-key"
        self.run_cron("poll")
        self.run_cron("stock")
        self.watch()
        self.assertEqual(self.alerts().mapped("cause"), ["auth"])
        self.watch(hours=2)
        self.assertEqual(self.alerts(state="open").mapped("cause"), ["auth"])

    def test_overdue_work(self):
        self.shop.place_order([("PO-100", 1)])
        self.run_cron("poll")
        self.watch(minutes=30)
        self.assertFalse(self.alerts())
        self.watch(minutes=61)
        self.assertEqual(self.alerts().mapped("cause"), ["lag"])
        self.run_cron("orders")
        self.watch(minutes=61)
        self.assertFalse(self.alerts(state="open"))

    def test_webhooks_that_stop(self):
        order = self.shop.place_order([("PO-100", 1)])
        headers, body = self.shop.order_webhook(order)
        (event,) = self.store._channel().parse_webhook(headers, body)
        self.env["ecom.exchange"]._receive_hint(self.store, event, body)
        self.run_cron("orders")
        with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):
            for _number in range(3):
                self.shop.place_order([("PO-100", 1)])
            self.poll()
        self.watch(minutes=5)
        self.assertFalse(self.alerts())
        self.watch(minutes=15)
        self.assertEqual(self.alerts().mapped("cause"), ["webhook_silence"])

    def test_shop_without_webhooks_is_not_silent(self):
        for _number in range(4):
            self.shop.place_order([("PO-100", 1)])
        self.poll()
        self.watch(hours=1)
        self.assertFalse(self.alerts())

    def test_stopped_job_is_told_once_for_all_shops(self):
        self._create_store(name="Second shop")
        self.watch()
        self.assertFalse(
            self.env["ecom.alert"].search([("cause", "=", "cron_stopped"), ("state", "=", "open")])
        )
        self.env.ref("med_ecom_connector.ir_cron_poll").active = False
        self.watch()
        alert = self.env["ecom.alert"].search([("cause", "=", "cron_stopped"), ("state", "=", "open")])
        self.assertEqual(len(alert), 1)
        self.assertIn("ask for orders", alert.message)
        self.assertTrue(alert.activity_ids)
        self.env.ref("med_ecom_connector.ir_cron_poll").active = True
        self.watch()
        self.assertEqual(alert.state, "cleared")

    def test_discuss_channel_hears_of_begin_and_end(self):
        channel = self.env["discuss.channel"]._create_channel("Shop room", group_id=None)
        self.store.write({"alert_by_discuss": True, "alert_channel_id": channel.id, "alert_by_mail": False})
        held = self.hold_one()
        self.watch()
        self.assertIn("wait for a person", channel.message_ids[:1].body)
        self.assertFalse(self.mails())
        held._dismiss("test")
        self.watch()
        self.assertIn("Over:", channel.message_ids[:1].body)

    def test_direct_message_without_channel(self):
        self.store.write({"alert_by_discuss": True, "alert_by_activity": False})
        self.hold_one()
        self.watch()
        partner = self.store.responsible_id.partner_id
        chat = self.env["discuss.channel"]._get_or_create_chat(partner.ids)
        self.assertIn("wait for a person", chat.message_ids[:1].body)
        self.assertFalse(self.alerts().activity_ids)

    def test_a_way_that_fails_stops_no_other(self):
        self.store.alert_by_discuss = True
        self.hold_one()
        broken = patch.object(
            self.env.registry["ecom.alert"], "_discuss_channels", side_effect=ValueError("broken")
        )
        with broken, mute_logger(TELL):
            self.watch()
        self.assertTrue(self.alerts().activity_ids)

    def test_archived_shop_is_quiet(self):
        self.hold_one()
        self.watch()
        self.store.active = False
        self.watch()
        self.assertFalse(self.alerts(state="open"))

    def test_other_company_sees_no_alert(self):
        self.hold_one()
        self.watch()
        other = self.env["res.company"].create({"name": "Other"})
        user = self._create_user("desk_other", "order_desk", company_id=other.id, company_ids=other.ids)
        self.assertFalse(self.env["ecom.alert"].with_user(user).search([("store_id", "!=", False)]))
        self.assertTrue(self.env["ecom.alert"].with_user(self.order_desk).search([("store_id", "!=", False)]))
