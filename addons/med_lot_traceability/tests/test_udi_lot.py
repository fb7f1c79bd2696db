from datetime import date, datetime

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..udi import parse
from .common import MedCommon
from .test_udi_di import GTIN, IDENTIFIERS


class UdiCase(MedCommon):
    """Receipts and lots with dates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")

    def _create_receipt(self, product=None, quantity=1, **line):
        product = product or self.device
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": self.suppliers.id,
                "location_dest_id": self.stock.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "location_id": self.suppliers.id,
                            "location_dest_id": self.stock.id,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        receipt.move_line_ids.write({"picked": True, **line})
        return receipt

    def _create_dated_lot(self, **values):
        return self.env["stock.lot"].create(
            {
                "name": "L1",
                "product_id": self.device.id,
                "production_date": date(2025, 1, 31),
                "expiration_date": datetime(2028, 2, 29, 12),
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestUdiLot(UdiCase):
    def test_carrier_of_each_agency(self):
        for agency, (di, _wrong) in IDENTIFIERS.items():
            with self.subTest(agency=agency):
                device = self._create_product(f"Device {agency}", is_medical_device=True)
                self.env["med.udi.di"].create({"product_id": device.id, "agency": agency, "di": di})
                name = "A99971312345600000" if agency == "ICCBBA" else "L1"
                lot = self._create_dated_lot(product_id=device.id, name=name)
                scan = parse(lot._get_udi(), agency=agency)
                self.assertEqual(scan.di, di)
                if agency != "AHM":
                    self.assertEqual(scan.lot, name)
                    self.assertEqual(scan.exp_date, date(2028, 2, 29))
                    self.assertEqual(scan.mfg_date, date(2025, 1, 31))

    def test_what_people_read(self):
        lot = self._create_dated_lot()
        self.assertFalse(lot.udi)
        self.assertFalse(lot._get_udi())
        self.env["med.udi.di"].create({"product_id": self.device.id, "di": GTIN, "agency": "GS1"})
        lot.invalidate_recordset()
        self.assertEqual(lot.udi, f"(01){GTIN}(11)250131(17)280229(10)L1")
        self.assertEqual(lot.udi_pi, "(11)250131(17)280229(10)L1")
        dozen = self.env.ref("uom.product_uom_dozen")
        self.assertFalse(lot._get_udi(dozen))
        self.env["med.udi.di"].create(
            {"product_id": self.device.id, "di": "19506000117840", "agency": "GS1", "uom_id": dozen.id}
        )
        self.assertTrue(lot._get_udi(dozen).startswith("0119506000117840"))

    def test_serial_names_its_batch(self):
        device = self._create_product("Stent", is_medical_device=True, tracking="serial")
        self.env["med.udi.di"].create({"product_id": device.id, "di": GTIN, "agency": "GS1"})
        batch = self.env["med.lot.batch"].create(
            {
                "name": "B7",
                "product_id": device.id,
                "production_date": date(2025, 1, 31),
                "expiration_date": datetime(2028, 2, 29, 12),
            }
        )
        serial = self.env["stock.lot"].create({"name": "S1", "product_id": device.id, "batch_id": batch.id})
        self.assertEqual(serial.udi, f"(01){GTIN}(11)250131(17)280229(10)B7(21)S1")

    def test_the_ledger_takes_down_the_udi(self):
        self.env["med.udi.di"].create({"product_id": self.device.id, "di": GTIN, "agency": "GS1"})
        lot = self._create_dated_lot()
        vals = lot._prepare_event_vals("move")
        self.assertEqual((vals["udi_di"], vals["udi"]), (GTIN, lot.udi))

    def test_nothing_comes_in_without_expiry(self):
        receipt = self._create_receipt(lot_name="L1")
        with self.assertRefusal(UserError, r"no expiry(.|\n)*Infusion Pump: L1"):
            receipt.button_validate()
        receipt.move_line_ids.expiration_date = datetime(2030, 1, 1)
        receipt.button_validate()
        self.assertEqual(receipt.state, "done")

    def test_unless_the_product_does_not_expire(self):
        self.device.use_expiration_date = False
        receipt = self._create_receipt(lot_name="L1")
        receipt.button_validate()
        self.assertEqual(receipt.state, "done")

    def test_not_by_a_known_lot_either(self):
        lot = self._create_dated_lot(expiration_date=False)
        receipt = self._create_receipt(lot_name="L1")
        with self.assertRefusal(UserError, "no expiry"):
            receipt.button_validate()
        receipt.move_line_ids.expiration_date = datetime(2030, 1, 1)
        receipt.button_validate()
        self.assertEqual(lot.expiration_date, datetime(2030, 1, 1))

    def test_not_by_a_line_on_a_done_receipt(self):
        receipt = self._create_receipt(lot_name="L1", expiration_date=datetime(2030, 1, 1))
        receipt.button_validate()
        line = receipt.move_line_ids
        undated = self._create_dated_lot(name="L2", expiration_date=False)
        with self.assertRefusal(UserError, "no expiry"):
            line.copy({"lot_id": undated.id, "lot_name": False, "expiration_date": False, "quantity": 3})
        with self.assertRefusal(UserError, "no expiry"):
            line.lot_id = undated

    def test_not_by_counting(self):
        lot = self._create_dated_lot(expiration_date=False)
        quant = self.env["stock.quant"].create(
            {
                "product_id": self.device.id,
                "lot_id": lot.id,
                "location_id": self.stock.id,
                "inventory_quantity": 5,
            }
        )
        with self.assertRefusal(UserError, "no expiry"):
            quant.action_apply_inventory()

    def test_expiry_stays_while_there_is_stock(self):
        lot = self._create_lot("L1", "quarantine", quantity=2)
        with self.assertRefusal(ValidationError, "can't be taken away"):
            lot.expiration_date = False
        empty = self._create_lot("L2", "quarantine")
        empty.expiration_date = False

    def test_receipt_fills_the_lot(self):
        receipt = self._create_receipt(
            lot_name="L1",
            expiration_date=datetime(2030, 1, 1, 12),
            lot_production_date=date(2026, 1, 1),
            lot_sterilisation="ST-9",
            lot_udi_raw="0109506000117843",
        )
        receipt.button_validate()
        lot = receipt.move_line_ids.lot_id
        self.assertEqual(lot.production_date, date(2026, 1, 1))
        self.assertEqual(lot.sterilisation_lot, "ST-9")
        self.assertEqual(lot.udi_raw, "0109506000117843")

    def test_serials_share_the_batch(self):
        device = self._create_product("Stent", is_medical_device=True, tracking="serial")
        receipt = self._create_receipt(
            device, 2, lot_batch_name="B7", expiration_date=datetime(2030, 1, 1, 12)
        )
        for name, line in zip(("S1", "S2"), receipt.move_line_ids, strict=True):
            line.lot_name = name
        receipt.button_validate()
        batch = receipt.move_line_ids.lot_id.batch_id
        self.assertEqual(batch.name, "B7")
        self.assertEqual(len(batch.lot_ids), 2)
        self.assertEqual(batch.expiration_date, datetime(2030, 1, 1, 12))
