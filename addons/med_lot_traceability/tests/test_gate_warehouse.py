from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestGateWarehouse(MedCommon):
    """A warehouse divided into zones, from receipt to delivery and back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # One of its own: the tests of races leave stock behind in the first one.
        cls.warehouse = cls.env["stock.warehouse"].create({"name": "New House", "code": "NEW"})
        cls.stock = cls.warehouse.lot_stock_id
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.manager = cls._create_user("quality_manager")

    def _divide(self):
        self.warehouse.with_user(self.manager).action_divide_into_zones()

    def _get_zone_codes(self):
        warehouse = self.warehouse
        places = warehouse.wh_input_stock_loc_id | warehouse.lot_stock_id | warehouse.wh_output_stock_loc_id
        return places.mapped("effective_zone_id.code")

    def _find_place(self, code):
        return self.env["stock.location"].search(
            [("zone_id.code", "=", code), ("location_id", "child_of", self.warehouse.view_location_id.id)]
        )

    def test_divided_in_one_click(self):
        self.assertFalse(self.warehouse.is_divided)
        self._divide()
        self.assertTrue(self.warehouse.is_divided)
        self.assertEqual(self.warehouse.reception_steps, "two_steps")
        self.assertEqual(self._get_zone_codes(), ["awaiting", "released", "dispatch"])
        for code in ("returns", "rejected", "recalled"):
            self.assertEqual(len(self._find_place(code)), 1, code)
        returns = self.warehouse.out_type_id.return_picking_type_id
        self.assertEqual(returns.default_location_dest_id, self._find_place("returns"))
        self.assertEqual(
            self.warehouse.in_type_id.default_location_dest_id, self.warehouse.wh_input_stock_loc_id
        )

    def test_divided_again_adds_only_what_is_missing(self):
        self._divide()
        places = self.env["stock.location"].search_count([])
        types = self.env["stock.picking.type"].search_count([])
        self._find_place("recalled").active = False
        self._divide()
        self.assertEqual(self.env["stock.location"].search_count([]), places)
        self.assertEqual(self.env["stock.picking.type"].search_count([]), types)

    def test_three_steps_stay(self):
        self.warehouse.write({"reception_steps": "three_steps", "delivery_steps": "pick_pack_ship"})
        self._divide()
        self.assertEqual(self.warehouse.reception_steps, "three_steps")
        self.assertEqual(self.warehouse.wh_qc_stock_loc_id.effective_zone_id.code, "awaiting")
        self.assertEqual(self.warehouse.wh_pack_stock_loc_id.effective_zone_id.code, "dispatch")

    def test_only_released_stock_stays_where_it_is(self):
        self._create_lot("L1", quantity=5)
        lot = self._create_lot("Q1", "quarantine", quantity=5)
        with self.assertRefusal(UserError, "lot Q1, lies there"):
            self._divide()
        lot._set_release_status("released")
        self._divide()
        self.assertEqual(lot.quant_ids.zone_id.code, "released")

    def test_stock_without_lot_is_in_the_way(self):
        self._put_in_stock(self.device, 1)
        with self.assertRefusal(UserError, "lot -, lies there"):
            self._divide()

    def test_only_the_quality_manager_divides(self):
        for role in ("warehouse", "inspector", "auditor"):
            with self.assertRaises(AccessError):
                self.warehouse.with_user(self._create_user(role)).action_divide_into_zones()

    def _receive(self, name):
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": self.suppliers.id,
                "location_dest_id": self.warehouse.wh_input_stock_loc_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.device.id,
                            "product_uom_qty": 5,
                            "location_id": self.suppliers.id,
                            "location_dest_id": self.warehouse.wh_input_stock_loc_id.id,
                            "location_final_id": self.stock.id,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        receipt.move_line_ids.write({"lot_name": name, "expiration_date": "2099-01-01", "quantity": 5})
        receipt.move_ids.picked = True
        receipt.button_validate()
        return receipt.move_line_ids.lot_id

    def _find_storage(self):
        return self.env["stock.picking"].search(
            [
                ("picking_type_id", "=", self.warehouse.store_type_id.id),
                ("state", "not in", ("done", "cancel")),
            ]
        )

    def test_from_receipt_to_delivery_and_back(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._divide()
        lot = self._receive("N1")
        self.assertEqual(lot.quant_ids.filtered(lambda quant: quant.quantity > 0).zone_id.code, "awaiting")
        storage = self._find_storage()
        self.assertFalse(storage.move_line_ids, "what waits isn't reserved for the stock")
        self.assertFalse(self.device._get_sellable_quantities(self.warehouse))
        lot.write({"inspection_report": "JVBERi0xLjQK", "inspection_report_name": "r.pdf"})
        lot._set_release_status("released")
        self.assertFalse(self.device._get_sellable_quantities(self.warehouse), "not where it can be sold")
        storage.action_assign()
        storage.button_validate()
        self.assertEqual(self.device._get_sellable_quantities(self.warehouse), {self.device.id: 5})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "warehouse_id": self.warehouse.id,
                "order_line": [Command.create({"product_id": self.device.id, "product_uom_qty": 2})],
            }
        )
        order.action_confirm()
        for _step in ("pick", "ship"):
            picking = order.picking_ids.filtered(lambda picking: picking.state == "assigned")
            picking.button_validate()
        self.assertEqual(order.order_line.qty_delivered, 2)
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 2
        back = wizard._create_return()
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(back.move_line_ids.location_dest_id, self._find_place("returns"))
        self.assertEqual(self.device._get_sellable_quantities(self.warehouse), {self.device.id: 3})

    def test_reservation_follows_the_zones(self):
        """Of one lot, what lies among the rejects is neither offered nor reserved, even inside the stock."""
        self._divide()
        corner = self.env["stock.location"].create(
            {
                "name": "Corner",
                "location_id": self.stock.id,
                "zone_id": self._find_place("rejected").zone_id.id,
            }
        )
        lot = self._create_lot("L1", quantity=3)
        self._put_in_stock(self.device, 4, lot, corner)
        self.assertEqual(self.device._get_sellable_quantities(self.warehouse), {self.device.id: 3})
        picking = self._create_delivery(9)
        self.assertEqual(picking.move_line_ids.location_id, self.stock)
        self.assertEqual(sum(picking.move_line_ids.mapped("quantity")), 3)

    def test_internal_reservation_takes_what_may_move(self):
        self._divide()
        place = self.warehouse.wh_input_stock_loc_id
        for status in ("quarantine", "hold", "rejected", "recalled"):
            self._create_lot(status, status, quantity=2, location=place)
        self._create_lot("expired", days=-1, quantity=2, location=place)
        self._create_lot("good", quantity=2, location=place)
        expected = {
            self.stock: {"good"},
            self._find_place("returns"): {"good", "quarantine", "hold"},
            self._find_place("rejected"): {"good", "quarantine", "hold", "rejected", "expired"},
            self._find_place("recalled"): {"good", "quarantine", "hold", "recalled"},
        }
        for target, lots in expected.items():
            move = self.env["stock.move"].create(
                {
                    "product_id": self.device.id,
                    "product_uom_qty": 20,
                    "location_id": place.id,
                    "location_dest_id": target.id,
                }
            )
            move._action_confirm()
            move._action_assign()
            self.assertEqual(set(move.lot_ids.mapped("name")), lots, target.name)
            with self.env.cr.savepoint() as savepoint:
                move.picked = True
                move._action_done()  # what is reserved passes the gate
                savepoint.rollback()
            move._do_unreserve()
