from psycopg2.errors import ForeignKeyViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestGateRule(MedCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["med.gate.rule"]
        cls.delivery = cls.env.ref("med_lot_traceability.gate_rule_released_delivery")
        cls.dispatch = cls.env.ref("med_lot_traceability.zone_dispatch")
        cls.customer_zone = cls.env.ref("med_lot_traceability.zone_customer")
        cls.manager = cls._create_user("quality_manager")

    def _is_dispatched(self):
        return self.rules._is_allowed("released", self.dispatch.id, self.customer_zone.id, "delivery")

    def _get_rows(self, rule):
        return self.env["med.trace.event"].search([("chain", "=", f"rule/{rule.id}")], order="sequence")

    def test_change_counts_at_once(self):
        self.assertTrue(self._is_dispatched())
        self.delivery.from_zone_ids -= self.dispatch
        self.assertFalse(self._is_dispatched())
        self.delivery.from_zone_ids = False
        self.assertTrue(self._is_dispatched(), "no zone means any zone")
        self.delivery.active = False
        self.assertFalse(self._is_dispatched())

    def test_gate_follows_the_rules(self):
        lot = self._create_lot("L1", "hold", quantity=1)
        picking = self._create_forced_delivery(lot)
        with self.assertRefusal(UserError, "lot L1"):
            picking.move_ids._action_done()
        self.rules.create({"status": "hold", "operation": "delivery", "note": "compassionate use"})
        picking.move_ids._action_done()
        self.assertEqual(picking.state, "done")

    def test_no_rule_no_movement(self):
        self.rules.search([]).active = False
        lot = self._create_lot("L1", quantity=1)
        with self.assertRefusal(UserError, "lot L1"):
            self._create_forced_delivery(lot).move_ids._action_done()

    def test_only_the_quality_manager_changes_rules(self):
        for role in ("order_desk", "warehouse", "inspector", "purchaser", "accountant", "auditor"):
            user = self._create_user(role)
            with self.subTest(role=role):
                rule = self.delivery.with_user(user)
                self.assertTrue(rule.display_name)
                with self.assertRaises(AccessError):
                    rule.active = False
                with self.assertRaises(AccessError):
                    rule.create({"status": "hold", "operation": "delivery"})
                with self.assertRaises(AccessError):
                    rule.unlink()
        rule = self.rules.with_user(self.manager).create({"status": "hold", "operation": "delivery"})
        rule.active = False
        with self.assertRaises(AccessError):
            rule.unlink()
        with self.assertRefusal(UserError, "Archive"):
            rule.sudo().unlink()

    def test_each_change_is_a_row_of_the_ledger(self):
        rule = self.rules.with_user(self.manager).create({"status": "hold", "operation": "delivery"})
        rule.from_zone_ids = self.dispatch
        rule.note = rule.note  # no change, no row
        rule.active = False
        rows = self._get_rows(rule)
        self.assertEqual(rows.mapped("kind"), ["rule"] * 3)
        self.assertEqual(rows.user_id, self.manager)
        self.assertIn('"from_zone_ids": ["dispatch"]', rows[1].details)
        self.assertIn('"active": false', rows[2].details)

    def test_delivered_rules_are_in_the_ledger(self):
        """From the first day: what was allowed when."""
        self.assertTrue(self._get_rows(self.delivery))

    def test_change_is_in_the_chatter(self):
        rule = self.delivery.with_context(tracking_disable=False, mail_notrack=False)
        rule.with_user(self.manager).from_zone_ids = [Command.unlink(self.dispatch.id)]
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertIn("from_zone_ids", rule.message_ids.tracking_value_ids.field_id.mapped("name"))

    def test_zone_of_a_rule_stays(self):
        """Else the rule would lose its last zone, and none means any."""
        zone = self.env["med.zone"].create({"name": "Cold Room", "code": "cold"})
        self.delivery.from_zone_ids |= zone
        with self.assertRaises(ForeignKeyViolation), mute_logger("odoo.sql_db"):
            zone.unlink()

    def test_check_dialog(self):
        check = self.env["med.gate.check"].with_user(self._create_user("warehouse"))
        check = check.new(
            {
                "status": "released",
                "operation": "delivery",
                "from_zone_id": self.dispatch.id,
                "to_zone_id": self.customer_zone.id,
            }
        )
        self.assertEqual(check.rule_id._origin, self.delivery)
        check.status = "hold"
        self.assertFalse(check.rule_id)
        self.assertFalse(check.other_zone_ids)
        check.operation = "internal"
        self.assertIn("awaiting", check.other_zone_ids.mapped("code"))
