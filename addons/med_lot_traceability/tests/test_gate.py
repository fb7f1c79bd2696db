from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MedCommon

SKIP_EVERYTHING = {
    "skip_expired": True,
    "skip_backorder": True,
    "skip_sms": True,
    "skip_immediate": True,
    "tracking_disable": True,
    "inventory_mode": True,
}


@tagged("post_install", "-at_install")
class TestGate(MedCommon):
    def assertRefused(self, lot, message, quantity=1):
        picking = self._create_forced_delivery(lot, quantity)
        with self.assertRefusal(UserError, message):
            picking.with_context(**SKIP_EVERYTHING).button_validate()
        with self.assertRefusal(UserError, message):
            picking.move_ids.with_context(**SKIP_EVERYTHING)._action_done()
        with self.assertRefusal(UserError, message):
            picking.sudo().move_line_ids._action_done()

    def test_released_lot_leaves(self):
        self._create_lot("L1", quantity=5)
        picking = self._create_delivery(2)
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_other_statuses_stay(self):
        for status in ("quarantine", "hold", "rejected", "recalled"):
            with self.subTest(status=status):
                self.assertRefused(
                    self._create_lot(status, status, quantity=5), f"lot {status}: the release status"
                )

    def test_expired_lot_stays(self):
        self.assertRefused(self._create_lot("old", days=-1, quantity=5), "lot old: expired on")

    def test_lot_is_due(self):
        # An operation type with both lot options off lets core ship without a lot.
        self.warehouse.out_type_id.write({"use_create_lots": False, "use_existing_lots": False})
        self.assertRefused(self.env["stock.lot"], "no lot or serial number")

    def test_lot_found_or_created_by_name(self):
        self.warehouse.out_type_id.use_create_lots = True
        self._create_lot("held", "hold", quantity=5)
        for name in ("held", "brand new"):
            picking = self._create_forced_delivery(self.env["stock.lot"])
            picking.move_line_ids.lot_name = name
            with self.assertRefusal(UserError, f"lot {name}: the release status"):
                picking.button_validate()

    def test_message_names_every_lot_once(self):
        held = self._create_lot("H1", "hold", quantity=5)
        expired = self._create_lot("E1", days=-1, quantity=5)
        picking = self._create_forced_delivery(held)
        picking.move_line_ids.copy({"lot_id": expired.id, "quantity": 1, "move_id": picking.move_ids.id})
        picking.move_line_ids[0].copy({"lot_id": held.id, "quantity": 1, "move_id": picking.move_ids.id})
        picking.move_ids.picked = True
        with self.assertRaises(UserError) as caught:
            picking.move_ids._action_done()
        message = str(caught.exception)
        self.assertEqual((message.count("lot H1"), message.count("lot E1")), (1, 1))

    def test_held_lot_of_another_product_stays_too(self):
        product = self._create_product("Face Cream")
        lot = self._create_lot("C1", "hold", quantity=5, product=product)
        picking = self._create_forced_delivery(lot, product=product)
        with self.assertRefusal(UserError, "lot C1"):
            picking.move_ids._action_done()

    def test_inside_the_house_everything_moves(self):
        lot = self._create_lot("L1", "quarantine", quantity=5)
        move = self._create_internal_move(2)
        move.picked = True
        move._action_done()
        self.assertEqual(
            self.env["stock.quant"]._get_available_quantity(self.device, move.location_dest_id, lot_id=lot), 2
        )

    def test_counting_goods_at_the_customer_is_guarded(self):
        lot = self._create_lot("L1", "hold")
        quant = (
            self.env["stock.quant"]
            .with_context(inventory_mode=True)
            .create(
                {
                    "product_id": self.device.id,
                    "location_id": self.customers.id,
                    "lot_id": lot.id,
                    "inventory_quantity": 3,
                }
            )
        )
        with self.assertRefusal(UserError, "lot L1"):
            quant.action_apply_inventory()

    def test_line_added_to_a_done_transfer(self):
        self._create_lot("L1", quantity=5)
        held = self._create_lot("H1", "hold", quantity=5)
        picking = self._create_delivery(1)
        picking.button_validate()
        values = {
            "picking_id": picking.id,
            "product_id": self.device.id,
            "lot_id": held.id,
            "quantity": 1,
            "location_id": self.stock.id,
            "location_dest_id": self.customers.id,
        }
        with self.assertRefusal(UserError, "lot H1"):
            self.env["stock.move.line"].create(values)
        with self.assertRefusal(UserError, "lot H1"):
            self.env["stock.move.line"].create(dict(values, move_id=picking.move_ids.id))

    def test_done_line_changed(self):
        lot = self._create_lot("L1", quantity=5)
        held = self._create_lot("H1", "hold", quantity=5)
        picking = self._create_delivery(2)
        picking.button_validate()
        line = picking.move_line_ids
        with self.assertRefusal(UserError, "lot H1"):
            line.lot_id = held
        line.quantity = 3
        lot._set_release_status("hold", "complaint")
        with self.assertRefusal(UserError, "lot L1"):
            line.quantity = 4
        with self.assertRefusal(UserError, "lot L1"):
            picking.move_ids.quantity = 5
        line.quantity = 1  # taking back is always allowed

    def test_goods_sent_back_from_done_line_destination(self):
        lot = self._create_lot("H1", "hold", quantity=5)
        move = self._create_internal_move(1)
        move.picked = True
        move._action_done()
        with self.assertRefusal(UserError, f"lot {lot.name}"):
            move.move_line_ids.location_dest_id = self.customers

    def test_return_and_reshipment(self):
        """What comes back is not restricted; it leaves again only if its lot still may."""
        lot = self._create_lot("L1", quantity=1)
        picking = self._create_delivery(1)
        picking.button_validate()
        lot._set_release_status("hold", "complaint")
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        back = wizard._create_return()
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(back.state, "done")
        with self.assertRefusal(UserError, "lot L1"):
            self._create_forced_delivery(lot).button_validate()

    def test_no_query_per_line(self):
        lots = [self._create_lot(f"L{index}", quantity=1) for index in range(20)]
        pickings = [self._create_forced_delivery(lot) for lot in lots]
        lines = self.env["stock.move.line"].browse([picking.move_line_ids.id for picking in pickings])
        lines._med_check_release_gate()
        self.env.flush_all()
        self.env.invalidate_all()
        few = lines[:2]
        few._med_check_release_gate()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        few._med_check_release_gate()
        queries = self.env.cr.sql_log_count - before
        self.env.invalidate_all()
        with self.assertQueryCount(queries):
            lines._med_check_release_gate()
