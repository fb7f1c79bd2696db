from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MedCommon
from .gate_doors_of_stock import DoorsOfStock

#: Done records are kept by the gate and by the rules of retention: whichever comes first refuses.
KEPT = "regulated record|must be kept"


@tagged("post_install", "-at_install")
class TestGateDoors(DoorsOfStock, MedCommon):
    """Every way in which stock can be moved in Odoo. Each test fails when the check at its door is gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.shelf = cls._create_place("Shelf for Sale", "released")
        cls.waiting = cls._create_place("Waiting Area", "awaiting")
        # Not the superuser: what comes over RPC has the rights of somebody.
        cls.admin = cls._create_user("administrator")

    @classmethod
    def _create_place(cls, name, zone):
        return cls.env["stock.location"].create(
            {
                "name": name,
                "location_id": cls.warehouse.view_location_id.id,
                "zone_id": cls.env.ref(f"med_lot_traceability.zone_{zone}").id,
            }
        )

    def _create_done_delivery(self, name="L1"):
        lot = self._create_lot(name, quantity=5)
        picking = self._create_delivery(2)
        picking.button_validate()
        return lot, picking.move_line_ids

    # === Done lines === #

    def test_done_line_other_source(self):
        _lot, line = self._create_done_delivery()
        with self.assertRefusal(UserError, "lot L1"):
            line.location_id = self.waiting

    def test_done_line_other_destination(self):
        self._create_lot("Q1", "quarantine", quantity=5)
        move = self._create_internal_move(1)
        move.picked = True
        move._action_done()
        with self.assertRefusal(UserError, "lot Q1"):
            move.move_line_ids.location_dest_id = self.shelf
        with self.assertRefusal(UserError, "lot Q1"):
            move.location_dest_id = self.shelf

    def test_done_line_other_lot_owner_unit_or_transfer(self):
        lot, line = self._create_done_delivery()
        other = self._create_delivery(1)
        other.button_validate()
        lot._set_release_status("hold", "complaint")
        for values in (
            {"owner_id": self.customer.id},
            {"product_uom_id": self.env.ref("uom.product_uom_dozen").id},
            {"move_id": other.move_ids.id},
            {"picking_id": other.id},
            {"lot_id": lot.id},
            {"quant_id": lot.quant_ids[:1].id},
            {"quantity": 3},
        ):
            with self.subTest(values=values), self.assertRefusal(UserError, "lot L1"):
                line.write(values)

    def test_done_lines_by_import(self):
        _lot, line = self._create_done_delivery()
        held = self._create_lot("H1", "hold", quantity=5)
        columns = [".id", "lot_id/.id"]
        result = self.env["stock.move.line"].load(columns, [[str(line.id), str(held.id)]])
        self.assertIn("lot H1", result["messages"][0]["message"])
        columns = ["move_id", "product_id", "lot_id", "location_id", "location_dest_id"]
        records = line.move_id, line.product_id, held, self.stock, self.customers
        result = self.env["stock.move.line"].load(
            [f"{column}/.id" for column in columns] + ["quantity"],
            [[*(str(record.id) for record in records), "1"]],
        )
        self.assertIn("lot H1", result["messages"][0]["message"])
        self.assertFalse(result["ids"])

    # === States by hand === #

    def test_state_of_moves(self):
        self._create_lot("L1", quantity=5)
        move = self._create_delivery(2).move_ids.with_user(self.admin)
        with self.assertRefusal(UserError, "regulated record"):
            move.write({"state": "done"})
        with self.assertRefusal(UserError, "regulated record"):
            move.copy({"state": "done", "picking_id": False})
        # The mark of the door is an object of the program: no value that comes over the wire equals it.
        with self.assertRefusal(UserError, "regulated record"):
            move.with_context(med_done=True).write({"state": "done"})
        move.picking_id.button_validate()
        with self.assertRefusal(UserError, KEPT):
            move.write({"state": "draft"})
        other = self._create_product("Other Pump", is_medical_device=True)
        with self.assertRefusal(UserError, KEPT):
            move.write({"product_id": other.id})

    def test_state_of_lines_and_transfers(self):
        self._create_lot("L1", quantity=5)
        picking = self._create_delivery(2).with_user(self.admin)
        line = picking.move_line_ids
        with self.assertRefusal(UserError, "Validate the transfer"):
            line.write({"state": "done"})
        with self.assertRefusal(UserError, "Validate the transfer"):
            line.create({**line.copy_data()[0], "state": "done"})
        with self.assertRefusal(UserError, "Validate it instead"):
            picking.write({"state": "done"})
        picking.button_validate()
        with self.assertRefusal(UserError, "Validate it instead"):
            picking.write({"state": "cancel"})

    # === Without a lot === #

    def test_device_without_lot_is_not_received(self):
        self.warehouse.in_type_id.write({"use_create_lots": False, "use_existing_lots": False})
        receipt = self._create_receipt(self.stock)
        receipt.move_line_ids.quantity = 1
        receipt.move_ids.picked = True
        with self.assertRefusal(UserError, "no lot or serial number"):
            receipt.button_validate()

    def test_new_lot_is_received_into_waiting_zones_only(self):
        for place, arrives in ((self.shelf, False), (self.waiting, True)):
            receipt = self._create_receipt(place)
            receipt.move_line_ids.write(
                {"lot_name": f"N{place.id}", "quantity": 1, "expiration_date": "2099-01-01"}
            )
            receipt.move_ids.picked = True
            if arrives:
                receipt.button_validate()
                self.assertEqual(receipt.state, "done")
            else:
                with self.assertRefusal(UserError, f"lot N{place.id}: the release status is 'Quarantine'"):
                    receipt.button_validate()

    def test_stock_without_lot_is_written_off_only(self):
        self._put_in_stock(self.device, 5)
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.device.id), ("location_id", "=", self.stock.id)]
        )
        with self.assertRefusal(UserError, "no lot or serial number"):
            quant.move_quants(self.waiting)
        count = quant.with_user(self.admin).with_context(inventory_mode=True)
        count.inventory_quantity = 7
        with self.assertRefusal(UserError, "no lot or serial number"):
            count.action_apply_inventory()
        count.inventory_quantity = 0
        count.action_apply_inventory()
        self.assertEqual(quant.quantity, 0)

    def _create_receipt(self, place):
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": self.suppliers.id,
                "location_dest_id": place.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.device.id,
                            "product_uom_qty": 1,
                            "location_id": self.suppliers.id,
                            "location_dest_id": place.id,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        return receipt

    # === Counting === #

    # === Scrap, relocation, returns === #

    def test_scrap(self):
        lot = self._create_lot("H1", "hold", quantity=5)
        scrap = self.env["stock.scrap"].create(
            {"product_id": self.device.id, "lot_id": lot.id, "scrap_qty": 1}
        )
        with self.assertRefusal(UserError, "lot H1.*as 'Scrap'"):
            scrap.action_validate()
        lot._set_release_status("rejected", "broken seal")
        scrap.action_validate()
        self.assertEqual(scrap.state, "done")

    def test_relocation(self):
        lot = self._create_lot("Q1", "quarantine", quantity=5)
        quant = lot.quant_ids
        wizard = self.env["stock.quant.relocate"].create(
            {"quant_ids": quant.ids, "dest_location_id": self.shelf.id}
        )
        with self.assertRefusal(UserError, "lot Q1.*It may go to: Awaiting Inspection"):
            wizard.action_relocate_quants()
        with self.assertRefusal(UserError, "lot Q1"):
            lot.with_user(self.admin).location_id = self.shelf
        lot.with_user(self.admin).location_id = self.waiting
        self.assertEqual(lot.location_id, self.waiting)

    def test_package_moved_as_a_whole(self):
        lot = self._create_lot("Q1", "quarantine", quantity=5)
        package = self.env["stock.package"].create({"name": "BOX"})
        lot.quant_ids.move_quants(self.waiting, package_dest_id=package)
        with self.assertRefusal(UserError, "lot Q1"):
            package.with_user(self.admin).location_id = self.shelf

    def test_return_to_supplier(self):
        receipt = self._create_receipt(self.stock)
        receipt.move_line_ids.write({"lot_name": "N1", "quantity": 1, "expiration_date": "2099-01-01"})
        receipt.move_ids.picked = True
        receipt.button_validate()
        receipt.move_line_ids.lot_id._set_release_status("hold", "wait for the maker")
        back = self._create_return(receipt)
        self.assertFalse(back.move_line_ids, "reservation has skipped it")
        values = back.move_ids._prepare_move_line_vals(quantity=1)
        self.env["stock.move.line"].create({**values, "lot_id": receipt.move_line_ids.lot_id.id})
        back.move_ids.picked = True
        with self.assertRefusal(UserError, "lot N1.*as 'Return to Supplier'"):
            back.button_validate()

    def test_customer_return_never_lands_in_released_stock(self):
        _lot, line = self._create_done_delivery()
        back = self._create_return(line.picking_id)
        back.move_line_ids.location_dest_id = self.shelf
        back.move_ids.picked = True
        with self.assertRefusal(UserError, "lot L1.*as 'Customer Return'"):
            back.button_validate()

    def _create_return(self, picking):
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        return wizard._create_return()

    # === Quants by hand === #
