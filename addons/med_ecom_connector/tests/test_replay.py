from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .common import ShopCase


@tagged("post_install", "-at_install")
class TestReplay(ShopCase):
    """Done again on demand; payloads seen by those who may, kept as long as wanted."""

    def wizard(self, **vals):
        return self.env["ecom.replay"].with_user(self.order_desk).create({"store_id": self.store.id, **vals})

    def test_a_period_is_replayed_and_nothing_comes_twice(self):
        self.shop.place_order([("PO-100", 1)])
        self.shop.place_order([("PO-100", 1)], tax_rate=7)
        self.poll()
        self._create_tax(7.0)
        self.assertEqual(self.wizard().count, 1)
        wizard = self.wizard(states="all", date_to=fields.Datetime.now() + timedelta(minutes=1))
        self.assertEqual(wizard.count, 2)
        wizard.action_replay()
        self.assertEqual(self.exchanges().mapped("state"), ["pending", "pending"])
        self.run_cron("orders")
        self.assertEqual(self.exchanges().mapped("state"), ["done", "done"])
        self.assertEqual(len(self.sales()), 2)
        self.assertEqual(self.exchanges().decided_by_id, self.order_desk)

    def test_period_and_flow_bound_what_is_replayed(self):
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        late = fields.Datetime.now() - timedelta(hours=1)
        self.assertEqual(self.wizard(states="all", date_to=late).count, 0)
        self.assertEqual(self.wizard(states="all", kind="shipment").count, 0)
        with self.assertRaises(UserError):
            self.wizard(states="all", kind="shipment").action_replay()

    def test_one_shipment_is_replayed_once_told(self):
        self.shop.place_order([("GLOVE", 1)])
        self.poll()
        picking = self.sales().picking_ids
        picking.move_ids.picked = True
        picking._action_done()
        self.run_cron("shipments")
        shipment = self.exchanges(kind="shipment")
        action = shipment.with_user(self.order_desk).action_replay()
        wizard = self.env["ecom.replay"].with_context(**action["context"]).create({})
        self.assertEqual(wizard.count, 1)
        wizard.action_replay()
        self.run_cron("shipments")
        self.assertEqual(shipment.state, "done")
        (order,) = self.shop.orders.values()
        self.assertEqual(len(order["fulfillments"]), 1)

    def test_warehouse_replays_nothing(self):
        self.shop.place_order([("GLOVE", 1)])
        self.poll()
        with self.assertRaises(AccessError):
            self.exchanges().with_user(self._create_user("warehouse"))._replay()

    def test_people_are_covered_for_the_order_desk(self):
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        exchange = self.exchanges()
        name = self.sales().partner_id.name
        auditor = exchange.with_user(self._create_user("auditor"))
        self.assertIn(self.sales().partner_id.email, auditor.payload_text)
        for role in ("order_desk", "warehouse"):
            user = self.env["res.users"].search([("login", "=", f"test_{role}")]) or self._create_user(role)
            text = exchange.with_user(user).payload_text
            self.assertIn("PO-100", text)
            self.assertNotIn(self.sales().partner_id.email, text)
            self.assertNotIn(name, text)
            with self.assertRaises(AccessError):
                exchange.with_user(user).read(["payload"])

    def test_fixture_is_for_administrators(self):
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        _name, text = self.exchanges()._fixture()
        self.assertIn("PO-100", text)
        self.assertNotIn(self.sales().partner_id.email, text)
        with self.assertRaises(AccessError):
            self.exchanges().with_user(self.order_desk).action_download_fixture()

    def test_retention_empties_what_is_settled_and_old(self):
        rule = self.env["ecom.retention.rule"].create({"payload_days": 30, "attempt_days": 60})
        self.shop.place_order([("PO-100", 1)])
        self.shop.place_order([("PO-100", 1)], tax_rate=7)
        self.poll()
        done, held = self.exchanges(state="done"), self.exchanges(state="held")
        digest = done.digest
        self.run_cron("retention")
        self.assertTrue(done.payload)
        with freeze_time(fields.Datetime.now() + timedelta(days=31)):
            self.run_cron("retention")
        self.assertFalse(done.payload)
        self.assertTrue(done.payload_cleared_at and done.attempt_ids and held.payload)
        self.assertEqual((done.digest, done.sale_order_id), (digest, self.sales()))
        with freeze_time(fields.Datetime.now() + timedelta(days=61)):
            self.run_cron("retention")
        self.assertFalse(done.attempt_ids)
        self.assertTrue(held.attempt_ids)
        rule.payload_days = 0

    def test_a_kind_with_its_own_rule_is_left_to_it(self):
        rules = self.env["ecom.retention.rule"]
        rules.create([{"payload_days": 1, "attempt_days": 0}, {"kind": "order", "payload_days": 0}])
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        self.run_cron("stock")
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            self.run_cron("retention")
        self.assertTrue(self.exchanges(kind="order").payload)
        self.assertFalse(self.exchanges(kind="stock").payload)

    def test_without_a_rule_everything_stays(self):
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        with freeze_time(fields.Datetime.now() + timedelta(days=3650)):
            self.run_cron("retention")
        self.assertTrue(self.exchanges().payload and self.exchanges().attempt_ids)


@tagged("post_install", "-at_install")
class TestFixtureDownload(HttpCase, ShopCase):
    def test_download(self):
        self.shop.place_order([("PO-100", 1)])
        self.poll()
        self._create_user("boss", "administrator")
        self.authenticate("test_boss", "test_boss")
        answer = self.url_open(f"/ecom/exchange/{self.exchanges().id}/fixture")
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["items"][0]["variant_sku"], "PO-100")
        self.assertNotIn(self.sales().partner_id.email, answer.text)
