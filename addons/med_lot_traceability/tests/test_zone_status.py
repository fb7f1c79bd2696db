from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestZoneStatus(MedCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rejected = cls.env.ref("med_lot_traceability.zone_rejected")
        cls.red_shelf = cls.env["stock.location"].create(
            {"name": "Red", "location_id": cls.stock.id, "zone_id": cls.rejected.id}
        )
        cls.inspector = cls._create_user("inspector")
        cls.manager = cls._create_user("quality_manager")

    def _create_divided_lot(self):
        """Five pieces released, three on the red shelf rejected."""
        lot = self._create_lot("L1", quantity=5)
        self._put_in_stock(self.device, 3, lot, self.red_shelf)
        lot._set_release_status("rejected", "dented", zone=self.rejected)
        return lot

    def _get_quant(self, lot, location):
        return lot.quant_ids.filtered(lambda quant: quant.location_id == location)

    def test_part_is_rejected_the_rest_stays_released(self):
        lot = self._create_divided_lot()
        self.assertEqual(lot.release_status, "released")
        self.assertTrue(lot.is_divided)
        self.assertEqual(self._get_quant(lot, self.stock).release_status, "released")
        self.assertEqual(self._get_quant(lot, self.red_shelf).release_status, "rejected")
        state = lot._lock_release_states()[lot.id]
        self.assertEqual(state.in_zone(self.rejected.id), "rejected")
        self.assertEqual(state.in_zone(self.stock.effective_zone_id.id), "released")

    def test_gate_reads_the_zone_where_the_goods_lie(self):
        lot = self._create_divided_lot()
        picking = self._create_forced_delivery(lot)
        picking.move_line_ids.location_id = self.red_shelf
        with self.assertRefusal(UserError, "'Rejected'"):
            picking.move_ids._action_done()
        picking.move_line_ids.location_id = self.stock
        picking.move_ids.picked = True
        picking.move_ids._action_done()
        self.assertEqual(picking.state, "done")

    def test_reservation_takes_the_released_part_only(self):
        self._create_divided_lot()
        picking = self._create_delivery(8)
        self.assertEqual(picking.move_line_ids.location_id, self.stock)
        self.assertEqual(sum(picking.move_line_ids.mapped("quantity")), 5)

    def test_zone_decision_frees_what_is_reserved_there(self):
        lot = self._create_lot("L1", quantity=5)
        zone = self.stock.effective_zone_id
        picking = self._create_delivery(2)
        self.assertTrue(picking.move_line_ids)
        lot._set_release_status("hold", "complaint", zone=zone)
        self.assertFalse(picking.move_line_ids)
        self.assertEqual(self._get_quant(lot, self.stock).release_status, "hold")

    def test_quant_follows_its_location_into_another_zone(self):
        lot = self._create_divided_lot()
        quant = self._get_quant(lot, self.red_shelf)
        self.red_shelf._med_assign_zone("released")
        self.assertEqual(quant.release_status, "released")
        self.red_shelf._med_assign_zone("rejected")
        self.assertEqual(quant.release_status, "rejected")

    def test_stricter_decision_reaches_the_zones(self):
        """A recall of everything is a recall of what was only rejected; a hold of everything isn't."""
        lot = self._create_divided_lot()
        lot._set_release_status("hold", "complaint")
        self.assertEqual(lot._lock_release_states()[lot.id].in_zone(self.rejected.id), "rejected")
        lot._set_release_status("recalled", "maker's notice")
        self.assertEqual(lot._lock_release_states()[lot.id].by_zone, {})
        self.assertFalse(lot.is_divided)
        self.assertEqual(self._get_quant(lot, self.red_shelf).release_status, "recalled")

    def test_withdrawing_a_decision_is_a_decision(self):
        lot = self._create_divided_lot()
        with self.assertRefusal(UserError, "can't go from 'Rejected' to 'Released'"):
            lot._set_release_status(False, "mistake", zone=self.rejected)
        lot._set_release_status("quarantine", "look again", zone=self.rejected)
        with self.assertRefusal(UserError, "Give the reason|inspection report"):
            lot.inspection_report = False
            lot._set_release_status(False, None, zone=self.rejected)
        lot._set_release_status(False, "nothing found", zone=self.rejected)
        self.assertFalse(lot.is_divided)
        self.assertEqual(self._get_quant(lot, self.red_shelf).release_status, "released")

    def test_roles_are_the_same_in_a_zone(self):
        lot = self._create_lot("L1", "quarantine")
        lot.with_user(self.inspector)._set_release_status("rejected", "wet", zone=self.rejected)
        with self.assertRefusal(AccessError, "Quality Manager"):
            lot.with_user(self.inspector)._set_release_status("hold", "x", zone=self.stock.effective_zone_id)
        lot.with_user(self.manager)._set_release_status("hold", "x", zone=self.stock.effective_zone_id)
        with self.assertRefusal(UserError, "Give the reason"):
            lot.with_user(self.manager)._set_release_status("recalled", " ", zone=self.rejected)

    def test_nobody_writes_the_rows_past_the_door(self):
        lot = self._create_divided_lot()
        admin = self._create_user("administrator")
        for row in lot.status_ids.with_user(admin):
            with self.assertRaises(AccessError):
                row.write({"status": "released"})
            with self.assertRaises(AccessError):
                row.unlink()
        with self.assertRaises(AccessError):
            self.env["med.lot.status"].with_user(admin).create({"lot_id": lot.id, "status": "released"})
        lot.with_user(admin).write({"is_divided": False})
        self.assertTrue(lot.is_divided)

    def test_default_in_the_context_is_no_back_door(self):
        lots = self.env["stock.lot"].with_user(self._create_user("warehouse"))
        lot = lots.with_context(default_release_status="released").create(
            {"name": "L9", "product_id": self.device.id}
        )
        self.assertEqual(lot.release_status, "quarantine")

    def test_lot_without_a_row_is_read_from_its_own_columns(self):
        lot = self._create_lot("L1", quantity=5)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM med_lot_status WHERE lot_id = %s", (lot.id,))
        self.env.invalidate_all()
        state = lot._lock_release_states()[lot.id]
        self.assertEqual((state.status, state.expiration_date), ("released", lot.expiration_date))
        self.assertEqual(len(lot.status_ids), 1)

    def test_ledger_hook_is_told_once_per_old_status(self):
        lots = self._create_lot("L1") | self._create_lot("L2") | self._create_lot("L3", "quarantine")
        with patch.object(
            self.registry["stock.lot"], "_log_decision", autospec=True, return_value=None
        ) as hook:
            lots._set_release_status("hold", "flood")
            told = {call.args[1]: (call.args[0], call.args[2:], call.kwargs) for call in hook.mock_calls}
            self.assertEqual(told["released"], (lots[:2], ("hold", "flood"), {"zone": None}))
            self.assertEqual(told["quarantine"], (lots[2], ("hold", "flood"), {"zone": None}))
            hook.reset_mock()
            lots[0]._set_release_status("rejected", "wet", zone=self.rejected)
            self.assertEqual([call.args[1:] for call in hook.mock_calls], [("hold", "rejected", "wet")])
            self.assertEqual(hook.mock_calls[0].kwargs, {"zone": self.rejected})

    def _reject(self, lot, quantity, user=None):
        wizard = self.env["med.lot.reject.wizard"].with_user(user or self.inspector)
        wizard = wizard.create({"lot_id": lot.id, "quantity": quantity, "reason": "wet cartons"})
        wizard.action_reject()
        return wizard

    def test_reject_a_part(self):
        lot = self._create_lot("L1", "quarantine", quantity=5)
        wizard = self._reject(lot, 2)
        self.assertEqual((wizard.location_id, wizard.available), (self.stock, 3))
        self.assertEqual(self._get_quant(lot, self.stock).quantity, 3)
        bad = self._get_quant(lot, self.red_shelf)
        self.assertEqual((bad.quantity, bad.release_status), (2, "rejected"))
        self.assertEqual(lot.release_status, "quarantine")
        picking = self.env["stock.picking"].search([("origin", "=", "L1")])
        self.assertEqual((picking.state, picking.picking_type_id), ("done", self.warehouse.int_type_id))
        self._reject(lot, 1)  # the zone is decided already, more may join
        self.assertEqual(self._get_quant(lot, self.red_shelf).quantity, 3)
        lot.with_user(self.inspector)._set_release_status("released")
        self.assertEqual(bad.release_status, "rejected")

    def test_reject_a_part_that_is_reserved(self):
        lot = self._create_lot("L1", quantity=5)
        picking = self._create_delivery(4)
        self._reject(lot, 3, self.manager)
        self.assertEqual(sum(picking.move_line_ids.mapped("quantity")), 2)

    def test_reject_more_than_there_is(self):
        lot = self._create_lot("L1", "quarantine", quantity=5)
        with self.assertRefusal(UserError, "5 Units of lot L1"):
            self._reject(lot, 6)

    def test_reject_needs_a_place(self):
        self.red_shelf._med_assign_zone("awaiting")
        places = self.env["stock.location"].search([("effective_zone_id", "=", self.rejected.id)])
        for place in places:
            place._med_assign_zone("awaiting")
        lot = self._create_lot("L1", "quarantine", quantity=5)
        with self.assertRefusal(UserError, "no location for rejected goods"):
            self._reject(lot, 1)
        self.assertFalse(lot.is_divided)

    def test_wizard_for_a_zone(self):
        lot = self._create_divided_lot()
        wizard = self.env["med.lot.status.wizard"].with_user(self.manager)
        vals = {"lot_ids": [Command.set(lot.ids)], "zone_id": self.rejected.id, "reason": "look again"}
        wizard.create({**vals, "status": "quarantine"}).action_apply()
        self.assertEqual(self._get_quant(lot, self.red_shelf).release_status, "quarantine")
        row = lot.status_ids.filtered("zone_id")
        context = row.with_user(self.manager).action_withdraw()["context"]
        self.assertEqual(context["default_zone_id"], self.rejected.id)
        wizard.with_context(**context).create({"reason": "nothing found"}).action_apply()
        self.assertFalse(lot.is_divided)
        self.assertEqual(lot.on_hand_quant_ids.mapped("release_status"), ["released"] * 2)
