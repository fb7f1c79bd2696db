from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import REPORT, MedCommon


@tagged("post_install", "-at_install")
class TestLotBatch(MedCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.valve = cls._create_product(
            "Heart Valve", tracking="serial", is_medical_device=True, device_class="III"
        )
        cls.batch = cls.env["med.lot.batch"].create(
            {
                "name": "B1",
                "product_id": cls.valve.id,
                "production_date": "2026-01-01",
                "expiration_date": "2099-01-01",
                "sterilisation_lot": "ST-7",
                "inspection_report": REPORT,
            }
        )
        cls.serials = cls.env["stock.lot"].create(
            [
                {"name": f"S{index}", "product_id": cls.valve.id, "batch_id": cls.batch.id}
                for index in range(4)
            ]
        )
        for serial in cls.serials:
            cls._put_in_stock(cls.valve, 1, serial)
        cls.inspector = cls._create_user("inspector")
        cls.warehouse_user = cls._create_user("warehouse")

    def _get_states(self):
        return {state.status for state in self.serials._lock_release_states().values()}

    def test_serials_are_born_like_their_batch(self):
        self.assertEqual(set(self.serials.mapped("release_status")), {"quarantine"})
        self.assertEqual(set(self.serials.mapped("sterilisation_lot")), {"ST-7"})
        self.assertEqual(set(self.serials.mapped("expiration_date")), {self.batch.expiration_date})
        self.assertEqual(set(self.serials.mapped("production_date")), {self.batch.production_date})
        own = self.env["stock.lot"].create(
            {
                "name": "S9",
                "product_id": self.valve.id,
                "batch_id": self.batch.id,
                "expiration_date": "2098-05-05",
            }
        )
        self.assertEqual(str(own.expiration_date.date()), "2098-05-05")
        self.assertTrue(own.follows_batch)

    def test_release_of_the_batch_releases_its_serials(self):
        self.batch.with_user(self.inspector)._set_release_status("released")
        self.assertEqual(set(self.serials.mapped("release_status")), {"released"})
        self.assertEqual(self._get_states(), {"released"})
        self.assertEqual(set(self.serials.quant_ids.mapped("release_status")), {"released"})
        self.assertEqual(self.serials.release_decided_by, self.inspector)
        picking = self._create_delivery(2, self.valve)
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_batch_takes_the_same_door(self):
        with self.assertRefusal(AccessError, "Quality Inspector"):
            self.batch.with_user(self.warehouse_user).write({"release_status": "released"})
        self.batch.inspection_report = False
        with self.assertRefusal(UserError, "no inspection report"):
            self.batch._set_release_status("released")
        with self.assertRefusal(AccessError, "inspectors"):
            self.batch.with_user(self.warehouse_user).write({"inspection_report": REPORT})

    def test_hold_of_the_batch_stops_every_serial(self):
        self.batch._set_release_status("released")
        picking = self._create_delivery(3, self.valve)
        self.batch._set_release_status("hold", "complaint")
        self.assertFalse(picking.move_line_ids)
        forced = self._create_forced_delivery(self.serials[0], product=self.valve)
        with self.assertRefusal(UserError, "On Hold"):
            forced.move_ids._action_done()

    def test_one_serial_deviates_and_comes_back(self):
        self.batch._set_release_status("released")
        self.serials[0]._set_release_status("hold", "scratch")
        self.assertFalse(self.serials[0].follows_batch)
        self.assertEqual(self.batch.deviating_count, 1)
        found = self.serials.search([("id", "in", self.serials.ids), ("follows_batch", "=", False)])
        self.assertEqual(found, self.serials[0])
        self.assertEqual(self.serials[1].release_status, "released")
        self.serials[0]._set_release_status(False, "polished")
        self.assertTrue(self.serials[0].follows_batch)
        self.assertEqual(self.serials[0].release_status, "released")
        self.assertEqual(self._get_states(), {"released"})

    def test_recall_reaches_a_serial_that_was_released_on_its_own(self):
        self.batch._set_release_status("hold", "complaint")
        self.serials[0]._set_release_status("released", "was never affected")
        self.serials[1]._set_release_status("rejected", "broken")
        self.batch._set_release_status("recalled", "maker's notice")
        self.assertEqual(set(self.serials.mapped("release_status")), {"recalled"})
        self.assertEqual(self._get_states(), {"recalled"})

    def test_release_of_the_batch_leaves_a_held_serial(self):
        self.serials[0]._set_release_status("hold", "scratch")
        self.batch._set_release_status("released")
        self.assertEqual(self.serials[0].release_status, "hold")
        self.assertEqual(self.serials[1].release_status, "released")

    def test_zone_of_the_batch(self):
        zone = self.stock.effective_zone_id
        self.batch._set_release_status("released")
        self.serials[0]._set_release_status("hold", "scratch")
        self.batch._set_release_status("rejected", "water damage", zone=zone)
        self.assertEqual(set(self.serials.quant_ids.mapped("release_status")), {"rejected"})
        self.assertEqual(self.serials.mapped("is_divided"), [True] * 4)
        self.assertEqual(set(self.serials[1:].mapped("release_status")), {"released"})
        late = self.env["stock.lot"].create(
            {"name": "S9", "product_id": self.valve.id, "batch_id": self.batch.id}
        )
        self._put_in_stock(self.valve, 1, late)
        self.assertEqual(late.quant_ids.release_status, "rejected")

    def test_ledger_hook_gets_the_serials(self):
        with patch.object(
            self.registry["stock.lot"], "_log_decision", autospec=True, return_value=None
        ) as hook:
            self.batch._set_release_status("released")
            (call,) = hook.mock_calls
            self.assertEqual(call.args[0], self.serials)
            self.assertEqual(call.args[1:3], ("quarantine", "released"))

    def test_leaving_the_batch_keeps_the_status(self):
        self.batch._set_release_status("released")
        other = self.env["med.lot.batch"].create({"name": "B2", "product_id": self.valve.id})
        with self.assertRefusal(AccessError, "made under this number"):
            self.serials[0].with_user(self.warehouse_user).batch_id = other
        self.serials[0].batch_id = other
        self.assertEqual(self.serials[0].release_status, "released")
        self.assertFalse(self.serials[0].follows_batch)
        self.serials[1].batch_id = False
        self.assertEqual(self.serials[1]._lock_release_states()[self.serials[1].id].status, "released")

    def test_joining_a_released_batch_releases_nothing(self):
        self.batch._set_release_status("released")
        lone = self.env["stock.lot"].create(
            {"name": "lone", "product_id": self.valve.id, "expiration_date": "2098-01-01"}
        )
        lone.with_user(self.warehouse_user).batch_id = self.batch
        self.assertEqual(lone.release_status, "quarantine")
        self.assertEqual(lone._lock_release_states()[lone.id].status, "quarantine")
        lone.with_user(self.inspector)._set_release_status(False, "belongs to it")
        self.assertEqual(lone.release_status, "released")

    def test_batch_of_another_product(self):
        other = self._create_product("Stent", tracking="serial")
        with self.assertRefusal(ValidationError, "holds serial numbers of Heart Valve"):
            self.env["stock.lot"].create({"name": "X", "product_id": other.id, "batch_id": self.batch.id})

    def test_dates_and_number_are_fixed_by_the_decision(self):
        self.batch.with_user(self.warehouse_user).write({"expiration_date": "2098-01-01"})
        self.assertEqual(set(self.serials.mapped("expiration_date")), {self.batch.expiration_date})
        self.batch._set_release_status("released")
        for vals in ({"expiration_date": "2097-01-01"}, {"sterilisation_lot": "X"}, {"name": "B0"}):
            with self.assertRaises(AccessError):
                self.batch.with_user(self.warehouse_user).write(vals)
        self.batch.with_user(self._create_user("quality_manager")).write({"name": "B0"})
        with self.assertRefusal(UserError, "must be kept"):
            self.batch.unlink()

    def test_expiry_of_the_batch_binds_the_gate(self):
        self.batch._set_release_status("released")
        self.batch.expiration_date = "2020-01-01"
        forced = self._create_forced_delivery(self.serials[0], product=self.valve)
        with self.assertRefusal(UserError, "expired on"):
            forced.move_ids._action_done()

    def test_counts(self):
        self.assertEqual((self.batch.lot_count, self.batch.product_qty), (4, 4))
        self.assertEqual(self.batch.deviating_count, 0)
        action = self.batch.action_open_serials()
        self.assertEqual(self.env["stock.lot"].search(action["domain"]), self.serials)
