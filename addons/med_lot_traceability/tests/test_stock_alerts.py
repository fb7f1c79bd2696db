from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestStockAlerts(MedCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mail.activity"].search([("res_model", "=", "stock.lot")]).unlink()
        cls.cron = cls.env.ref("med_lot_traceability.ir_cron_stock_alerts")
        cls.keeper = cls._create_user("warehouse")
        cls.quality = cls._create_user("quality_manager")
        cls.env.company.write({"stock_alert_user_id": cls.keeper.id, "quality_alert_user_id": cls.quality.id})

    def _run_night(self, days=0):
        """Run the nightly job so many days from now."""
        with freeze_time(fields.Datetime.now() + timedelta(days=days)), self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def _get_alerts(self, lot, active=True):
        alerts = (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search([("res_model", "=", "stock.lot"), ("res_id", "=", lot.id), ("active", "=", active)])
        )
        prefix = "activity_type_"
        return sorted(
            alert.activity_type_id.get_external_id()[alert.activity_type_id.id].partition(prefix)[2]
            for alert in alerts
        )

    def test_each_kind(self):
        cases = {
            "near_expiry": self._create_lot("NEAR", days=60, quantity=1),
            "expired": self._create_lot("OLD", days=-3, quantity=1),
            "quarantine": self._create_lot("WAIT", status="quarantine", quantity=1),
        }
        fine = self._create_lot("FINE", days=900, quantity=1)
        gone = self._create_lot("GONE", days=-3)
        rejected = self._create_lot("NO", days=60, quantity=1, status="rejected")
        quant = cases["quarantine"].quant_ids
        quant.in_date = fields.Datetime.now() - timedelta(days=8)
        self._run_night()
        for kind, lot in cases.items():
            self.assertEqual(self._get_alerts(lot), [kind])
        for lot in fine, gone, rejected:
            self.assertEqual(self._get_alerts(lot), [], lot.name)
        self.assertEqual(cases["near_expiry"].activity_ids.user_id, self.keeper)
        self.assertEqual(cases["expired"].activity_ids.user_id, self.quality)
        self.assertIn("still in stock", cases["expired"].activity_ids.summary)

    def test_slow_moving_until_something_leaves(self):
        lot = self._create_lot("L1", days=900, quantity=5)
        self._run_night(179)
        self.assertEqual(self._get_alerts(lot), [])
        self._run_night(181)
        self.assertEqual(self._get_alerts(lot), ["slow_moving"])
        with freeze_time(fields.Datetime.now() + timedelta(days=182)):
            self._create_delivery(1).button_validate()
        self._run_night(183)
        self.assertEqual(self._get_alerts(lot), [])
        self.assertEqual(self._get_alerts(lot, active=False), ["slow_moving"], "done, not lost")

    def test_not_repeated_each_night_nor_after_it_was_done(self):
        lot = self._create_lot("L1", days=60, quantity=1)
        self._run_night()
        self._run_night(1)
        self.assertEqual(self._get_alerts(lot), ["near_expiry"])
        lot.activity_ids.with_user(self.keeper).action_feedback(feedback="Offered to clinics")
        self._run_night(2)
        self.assertEqual(self._get_alerts(lot), [], "somebody has taken care of it")

    def test_comes_again_when_the_reason_begins_anew(self):
        lot = self._create_lot("L1", status="quarantine", quantity=1)
        self._run_night(8)
        lot._set_release_status("released")
        self._run_night(9)
        self.assertEqual(self._get_alerts(lot), [])
        with freeze_time(fields.Datetime.now() + timedelta(days=20)):
            lot._set_release_status("quarantine", "Doubts")
        self._run_night(21)
        self.assertEqual(self._get_alerts(lot), [], "only since yesterday")
        self._run_night(28)
        self.assertEqual(self._get_alerts(lot), ["quarantine"])

    def test_closed_when_the_stock_is_gone(self):
        lot = self._create_lot("L1", days=-3, quantity=1)
        self._run_night()
        self.assertEqual(self._get_alerts(lot), ["expired"])
        self._put_in_stock(self.device, -1, lot)
        self._run_night()
        self.assertEqual(self._get_alerts(lot), [])

    def test_days_are_a_setting(self):
        lot = self._create_lot("L1", days=150, quantity=1)
        settings = self.env["res.config.settings"].create({"expiry_alert_days": 160})
        settings.execute()
        self._run_night()
        self.assertEqual(self._get_alerts(lot), ["near_expiry"])

    def test_without_setting_the_responsible_of_the_product_gets_it(self):
        self.env.company.stock_alert_user_id = False
        self.device.responsible_id = self.quality
        lot = self._create_lot("L1", days=60, quantity=1)
        self._run_night()
        self.assertEqual(lot.activity_ids.user_id, self.quality)

    def test_assignee_does_not_become_a_follower(self):
        lot = self._create_lot("L1", days=60, quantity=1)
        self._run_night()
        self.assertNotIn(self.keeper.partner_id, lot.message_partner_ids)

    def test_core_reminds_nobody_a_second_time(self):
        lot = self._create_lot("L1", days=-3, quantity=1)
        self.env["stock.rule"]._run_scheduler_tasks()
        self.assertFalse(lot.activity_ids)

    def test_few_queries_for_many_lots(self):
        lots = [self._create_lot(f"L{number}", days=60, quantity=1) for number in range(40)]
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self._run_night()
        self.assertLess(self.env.cr.sql_log_count - before, 40 * 5)
        self.assertTrue(all(lot.activity_ids for lot in lots))
