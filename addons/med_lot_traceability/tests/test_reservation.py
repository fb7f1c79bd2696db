from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestReservation(MedCommon):
    def _reserved(self, picking):
        return {line.lot_id.name: line.quantity for line in picking.move_line_ids}

    def test_only_released_lots(self):
        for status in ("quarantine", "hold", "rejected", "recalled"):
            self._create_lot(status, status, days=30, quantity=10)
        self._create_lot("expired", days=-1, quantity=10)
        self._create_lot("good", days=300, quantity=3)
        picking = self._create_delivery(5)
        self.assertEqual(self._reserved(picking), {"good": 3})
        self.assertEqual(picking.move_ids.state, "partially_available")

    def test_stock_without_lot_is_not_promised(self):
        self._put_in_stock(self.device, 10)
        self.assertFalse(self._create_delivery(1).move_line_ids)

    def test_first_expiry_first_out_whatever_the_category_says(self):
        self.device.categ_id.removal_strategy_id = self.env.ref("stock.removal_lifo")
        self._create_lot("late", days=300, quantity=4)
        self._create_lot("early", days=100, quantity=4)
        self._create_lot("middle", days=200, quantity=4)
        picking = self._create_delivery(9)
        self.assertEqual(self._reserved(picking), {"early": 4, "middle": 4, "late": 1})

    def test_minimum_shelf_life(self):
        self.device.minimum_shelf_life_days = 90
        self._create_lot("short", days=89, quantity=4)
        self._create_lot("long", days=91, quantity=4)
        self.assertEqual(self._reserved(self._create_delivery(8)), {"long": 4})

    def test_shelf_life_counts_from_the_day_it_leaves(self):
        self.device.minimum_shelf_life_days = 90
        self._create_lot("now", days=95, quantity=4)
        picking = self._create_delivery(1, confirm=False)
        picking.move_ids.date = fields.Datetime.now() + timedelta(days=10)
        picking.action_confirm()
        picking.action_assign()
        self.assertFalse(picking.move_line_ids)

    def test_overdue_transfer_counts_from_now(self):
        self._create_lot("gone", days=-1, quantity=4)
        picking = self._create_delivery(1, confirm=False)
        picking.move_ids.date = fields.Datetime.now() - timedelta(days=10)
        picking.action_confirm()
        picking.action_assign()
        self.assertFalse(picking.move_line_ids)

    def test_device_without_expiry(self):
        self._create_lot("forever", days=None, quantity=4)
        self.assertEqual(self._reserved(self._create_delivery(2)), {"forever": 2})

    def test_other_tracked_product(self):
        product = self._create_product("Face Cream")
        self._create_lot("C1", "hold", product=product, quantity=5)
        self._create_lot("C2", product=product, quantity=5)
        self.assertEqual(self._reserved(self._create_delivery(8, product)), {"C2": 5})

    def test_internal_transfer_takes_everything(self):
        self._create_lot("Q1", "quarantine", quantity=5)
        move = self._create_internal_move(5)
        self.assertEqual(move.state, "assigned")

    def test_serials(self):
        device = self._create_product("Pacemaker", is_medical_device=True, tracking="serial")
        for number in range(4):
            status = "released" if number % 2 else "quarantine"
            self._create_lot(f"S{number}", status, days=100 - number, quantity=1, product=device)
        picking = self._create_delivery(2, device)
        self.assertEqual(self._reserved(picking), {"S3": 1, "S1": 1})
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def test_no_negative_twins(self):
        """Shipping from stock with blocked lots beside it leaves exactly one quant per lot."""
        self._create_lot("Q1", "quarantine", quantity=5)
        good = self._create_lot("G1", quantity=5)
        self._create_delivery(3).button_validate()
        picking = self._create_delivery(1)
        picking.move_ids.product_uom_qty = 2
        picking.action_assign()
        picking.button_validate()
        quants = self.env["stock.quant"].search(
            [("product_id", "=", self.device.id), ("location_id", "=", self.stock.id), ("quantity", "!=", 0)]
        )
        self.assertFalse(quants.filtered(lambda quant: quant.quantity < 0))
        self.assertFalse(quants.filtered(lambda quant: quant.lot_id == good))

    def test_pick_pack_ship(self):
        """The first step already takes a usable lot, and a hold in between stops the next steps."""
        self.warehouse.delivery_steps = "pick_pack_ship"
        self._create_lot("Q1", "quarantine", days=50, quantity=5)
        self._create_lot("X1", days=-1, quantity=5)
        good = self._create_lot("G1", quantity=5)
        order = self._create_order(3)
        pick = order.picking_ids
        self.assertEqual(pick.picking_type_id, self.warehouse.pick_type_id)
        self.assertEqual(self._reserved(pick), {"G1": 3})
        pick.button_validate()
        pack = order.picking_ids.filtered(lambda picking: picking.state == "assigned")
        self.assertEqual(self._reserved(pack), {"G1": 3})
        good._set_release_status("hold", "complaint")
        self.assertFalse(pack.move_line_ids)
        pack.action_assign()
        self.assertFalse(pack.move_line_ids)
        good._set_release_status("released", "complaint unfounded")
        pack.action_assign()
        pack.button_validate()
        ship = order.picking_ids.filtered(lambda picking: picking.state == "assigned")
        ship.button_validate()
        self.assertEqual(order.order_line.qty_delivered, 3)

    def test_old_style_chain(self):
        """Moves linked by hand, without a final location: the chain itself tells where it ends."""
        self._create_lot("Q1", "quarantine", quantity=5)
        out = self._create_delivery(2, confirm=False).move_ids
        out.write(
            {"location_id": self.warehouse.wh_output_stock_loc_id.id, "procure_method": "make_to_order"}
        )
        pick = self.env["stock.move"].create(
            {
                "product_id": self.device.id,
                "product_uom_qty": 2,
                "location_id": self.stock.id,
                "location_dest_id": self.warehouse.wh_output_stock_loc_id.id,
                "move_dest_ids": [Command.link(out.id)],
            }
        )
        (pick | out)._action_confirm()
        pick._action_assign()
        self.assertFalse(pick.move_line_ids)

    def _create_order(self, quantity):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "warehouse_id": self.warehouse.id,
                "order_line": [Command.create({"product_id": self.device.id, "product_uom_qty": quantity})],
            }
        )
        order.action_confirm()
        return order
