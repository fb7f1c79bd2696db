from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestExpiry(MedCommon):
    """The expiry of a device is the maker's; core would make one up."""

    def _create_receipt(self, product, quantity=1):
        suppliers = self.env.ref("stock.stock_location_suppliers")
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": suppliers.id,
                "location_dest_id": self.stock.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "location_id": suppliers.id,
                            "location_dest_id": self.stock.id,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        return receipt

    def test_lot_without_date(self):
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": self.device.id})
        self.assertFalse(lot.expiration_date)

    def test_other_products_keep_the_core_behaviour(self):
        product = self._create_product("Yoghurt", use_expiration_date=True, expiration_time=10)
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": product.id})
        self.assertTrue(lot.expiration_date)

    def test_receipt_makes_up_no_date(self):
        self.device.expiration_time = 10
        receipt = self._create_receipt(self.device)
        receipt.move_line_ids.lot_name = "L1"
        self.assertFalse(receipt.move_line_ids.expiration_date)
        receipt.move_ids.picked = True
        with self.assertRefusal(UserError, "have no expiry"):
            receipt.button_validate()

    def test_receipt_keeps_the_date_of_the_maker(self):
        receipt = self._create_receipt(self.device)
        date = fields.Datetime.now() + timedelta(days=700)
        receipt.move_line_ids.write({"lot_name": "L1", "expiration_date": date})
        receipt.move_ids.picked = True
        receipt.button_validate()
        self.assertEqual(receipt.move_line_ids.lot_id.expiration_date, date)

    def test_generated_lots_have_no_date(self):
        self.device.expiration_time = 10
        receipt = self._create_receipt(self.device, 4)
        context = {
            "default_product_id": self.device.id,
            "default_picking_id": receipt.id,
            "default_location_dest_id": self.stock.id,
            "default_tracking": "lot",
            "default_quantity": 4,
        }
        generated = self.env["stock.move"].action_generate_lot_line_vals(context, "generate", "A1", 2, "")
        self.assertEqual([vals["expiration_date"] for vals in generated], [False, False])
        pasted = self.env["stock.move"].action_generate_lot_line_vals(
            context, "import", "", 0, "A9;2;2031-05-17"
        )
        self.assertEqual(fields.Date.to_string(pasted[0]["expiration_date"]), "2031-05-17")

    def test_generated_serials_have_no_date(self):
        device = self._create_product("Stent", is_medical_device=True, tracking="serial", expiration_time=10)
        receipt = self._create_receipt(device, 2)
        receipt.move_ids._generate_serial_numbers("S1", 2)
        self.assertEqual(receipt.move_line_ids.mapped("lot_name"), ["S1", "S2"])
        self.assertFalse(any(receipt.move_line_ids.mapped("expiration_date")))
