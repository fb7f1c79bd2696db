from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lot_status import RELEASE_STATUSES, TRANSITIONS
from .common import REPORT, MedCommon

STATUSES = [value for value, _label in RELEASE_STATUSES]


@tagged("post_install", "-at_install")
class TestLotStatus(MedCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: cls._create_user(role)
            for role in (
                "order_desk",
                "warehouse",
                "inspector",
                "quality_manager",
                "auditor",
                "administrator",
            )
        }

    def test_birth(self):
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": self.device.id})
        self.assertEqual(lot.release_status, "quarantine")
        other = self._create_product("Bag")
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": other.id})
        self.assertEqual(lot.release_status, "released")

    def test_copy_of_a_released_lot_starts_in_quarantine(self):
        copy = self._create_lot("L1").copy()
        self.assertEqual(copy.release_status, "quarantine")
        self.assertFalse(copy.inspection_report)

    def test_role_matrix(self):
        """Every change between two statuses, by every role: allowed exactly where the table says so."""
        lot = self._create_lot("L1", "quarantine")
        for old in STATUSES:
            for new in STATUSES:
                if old == new:
                    continue
                for role, user in self.users.items():
                    with self.subTest(old=old, new=new, role=role):
                        self._set_raw_status(lot, old)
                        group = TRANSITIONS.get((old, new))
                        if group and user.has_group(group):
                            lot.with_user(user)._set_release_status(new, "because")
                            self.assertEqual(lot.release_status, new)
                            self.assertEqual(lot.release_decided_by, user)
                            self.assertEqual(lot.release_reason, "because")
                        else:
                            with self.assertRaises(UserError):  # AccessError is one, too
                                lot.with_user(user)._set_release_status(new, "because")
                            self.assertEqual(lot.release_status, old)

    def _set_raw_status(self, lot, status):
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_lot SET release_status = %s WHERE id = %s", (status, lot.id))
        self.env.cr.execute("UPDATE med_lot_status SET status = %s WHERE lot_id = %s", (status, lot.id))
        self.env.invalidate_all()

    def test_plain_write_takes_the_same_door(self):
        lot = self._create_lot("L1", "quarantine")
        with self.assertRaises(AccessError):
            lot.with_user(self.users["warehouse"]).write({"release_status": "released"})
        with self.assertRaises(AccessError):
            self.env["stock.lot"].with_user(self.users["warehouse"]).create(
                {"name": "L2", "product_id": self.device.id, "release_status": "released"}
            )
        lot.with_user(self.users["inspector"]).write({"release_status": "released"})
        self.assertEqual(lot.release_decided_by, self.users["inspector"])

    def test_import_creates_and_releases(self):
        result = (
            self.env["stock.lot"]
            .with_user(self.users["administrator"])
            .load(
                ["name", "product_id/.id", "expiration_date", "inspection_report", "release_status"],
                [["L7", str(self.device.id), "2099-01-01 00:00:00", REPORT, "Released"]],
            )
        )
        self.assertFalse(result["messages"])
        lot = self.env["stock.lot"].browse(result["ids"])
        self.assertEqual(lot.release_status, "released")
        self.assertTrue(lot.release_decided_on)

    def test_decision_cannot_be_forged(self):
        lot = self._create_lot("L1", "quarantine")
        inspector = self.users["inspector"]
        lot.with_user(inspector).write(
            {"release_decided_by": self.users["auditor"].id, "release_reason": "x"}
        )
        self.assertFalse(lot.release_decided_by)
        self.assertFalse(lot.release_reason)

    def test_reason_is_due(self):
        lot = self._create_lot("L1")
        with self.assertRefusal(UserError, "Give the reason"):
            lot._set_release_status("hold", "  ")
        lot._set_release_status("hold", "customer complaint")
        self.assertEqual(lot.release_reason, "customer complaint")

    def test_release_needs_report_for_class_two(self):
        lot = self._create_lot("L1", "quarantine")
        lot.inspection_report = False
        with self.assertRefusal(UserError, "no inspection report"):
            lot._set_release_status("released")
        self.device.device_class = "I"
        lot._set_release_status("released")
        self.assertEqual(lot.release_status, "released")

    def test_release_needs_a_date_that_has_not_passed(self):
        lot = self._create_lot("L1", "quarantine", days=-1)
        with self.assertRefusal(UserError, "has expired"):
            lot._set_release_status("released")
        lot.expiration_date = False
        with self.assertRefusal(UserError, "no expiry date"):
            lot._set_release_status("released")
        self.device.use_expiration_date = False
        lot._set_release_status("released")

    def test_effective_status(self):
        lots = {status: self._create_lot(status, status, days=-1) for status in STATUSES}
        fresh = self._create_lot("fresh")
        shown = {status: lot.effective_status for status, lot in lots.items()}
        self.assertEqual(
            shown,
            {
                "quarantine": "expired",
                "released": "expired",
                "hold": "hold",
                "rejected": "rejected",
                "recalled": "recalled",
            },
        )
        everything = self.env["stock.lot"].search([("product_id", "=", self.device.id)])
        for status in [*STATUSES, "expired"]:
            for operator in ("=", "!="):
                found = everything.search(
                    [("id", "in", everything.ids), ("effective_status", operator, status)]
                )
                expected = everything.filtered_domain([("effective_status", operator, status)])
                self.assertEqual(found, expected, (operator, status))
        self.assertEqual(fresh.effective_status, "released")

    def test_dates_of_a_released_lot_are_for_the_quality_manager(self):
        lot = self._create_lot("L1")
        with self.assertRefusal(AccessError, "part of its release decision"):
            lot.with_user(self.users["warehouse"]).write({"expiration_date": "2099-01-01"})
        lot.with_user(self.users["warehouse"]).write({"ref": "x", "expiration_date": lot.expiration_date})
        lot.with_user(self.users["quality_manager"]).write({"expiration_date": "2099-01-01"})

    def test_report_is_for_inspectors_and_fixed_by_the_decision(self):
        lot = self._create_lot("L1", "quarantine")
        with self.assertRefusal(AccessError, "inspectors"):
            lot.with_user(self.users["warehouse"]).write({"inspection_report": REPORT})
        lot.with_user(self.users["inspector"]).write(
            {"inspection_report": REPORT, "release_status": "released"}
        )
        with self.assertRefusal(UserError, "Put the lot on hold"):
            lot.with_user(self.users["quality_manager"]).write({"inspection_report": False})

    def test_report_at_birth_is_for_inspectors_too(self):
        vals = {"name": "L1", "product_id": self.device.id, "inspection_report": REPORT}
        lots = self.env["stock.lot"]
        with self.assertRefusal(AccessError, "inspectors"):
            lots.with_user(self.users["warehouse"]).create(vals)
        self.assertTrue(lots.with_user(self.users["administrator"]).create(vals).inspection_report)

    def test_lot_that_becomes_another_product_is_inspected_again(self):
        lot = self._create_lot("L1")
        lot.product_id = self._create_product("Ventilator", is_medical_device=True, device_class="III")
        self.assertEqual(lot.release_status, "quarantine")

    def test_wizard_on_many_lots(self):
        lots = self._create_lot("L1", "quarantine") | self._create_lot("L2", "quarantine")
        wizard = (
            self.env["med.lot.status.wizard"]
            .with_user(self.users["inspector"])
            .with_context(active_model="stock.lot", active_ids=lots.ids)
            .create({"status": "rejected", "reason": "leaking"})
        )
        self.assertEqual(wizard.lot_ids, lots)
        self.assertTrue(wizard.reason_required)
        wizard.action_apply()
        self.assertEqual(set(lots.mapped("release_status")), {"rejected"})

    def test_button_opens_the_wizard(self):
        lot = self._create_lot("L1", "quarantine")
        action = (
            lot.with_user(self.users["inspector"])
            .with_context(med_target_status="released")
            .action_change_status()
        )
        self.assertEqual(action["context"], {"default_lot_ids": lot.ids, "default_status": "released"})

    def test_chatter_tells_who_and_why(self):
        lot = self._create_lot("L1")
        self.env.cr.precommit.run()
        tracked = lot.with_env(self.env(user=self.users["quality_manager"], context={}))
        tracked._set_release_status("hold", "complaint 17")
        self.env.flush_all()
        self.env.cr.precommit.run()
        lot.invalidate_recordset()
        changed = lot.message_ids.tracking_value_ids
        self.assertIn("On Hold", changed.mapped("new_value_char"))
        self.assertIn("complaint 17", changed.mapped("new_value_char"))

    def test_regulated_lot_is_never_deleted(self):
        lot = self._create_lot("L1", quantity=5)
        self._create_delivery(1).button_validate()
        with self.assertRefusal(UserError, "must be kept"):
            lot.unlink()
        with self.assertRefusal(UserError, "must be kept until"):
            self._create_lot("inspected").unlink()
        self.env["stock.lot"].create({"name": "mistyped", "product_id": self.device.id}).unlink()

    def test_hold_frees_reservations_and_tells_the_transfer(self):
        lot = self._create_lot("L1", quantity=5)
        picking = self._create_delivery(3)
        self.assertEqual(picking.move_line_ids.lot_id, lot)
        lot.with_user(self.users["quality_manager"])._set_release_status("hold", "complaint")
        self.assertFalse(picking.move_line_ids)
        self.assertEqual(picking.state, "confirmed")
        self.assertEqual(
            lot.quant_ids.filtered(lambda quant: quant.location_id == self.stock).reserved_quantity, 0
        )
        self.assertIn("L1", str(picking.message_ids[0].body))

    def test_hold_leaves_internal_transfers_alone(self):
        lot = self._create_lot("L1", quantity=5)
        move = self._create_internal_move(2)
        lot._set_release_status("hold", "complaint")
        self.assertEqual(move.state, "assigned")
