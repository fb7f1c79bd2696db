from datetime import date

from ..udi import build
from .test_udi_di import GTIN
from .test_udi_lot import UdiCase

BOX = "19506000117840"
EXPIRY = date(2031, 5, 31)


class ScanCase(UdiCase):
    """A device with a unit and a box of twelve, and a warehouse worker who scans."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        dis = cls.env["med.udi.di"]
        dis.create({"product_id": cls.device.id, "agency": "GS1", "di": GTIN})
        dozen = cls.env.ref("uom.product_uom_dozen")
        dis.create({"product_id": cls.device.id, "agency": "GS1", "di": BOX, "uom_id": dozen.id})
        cls.worker = cls._create_user("warehouse")
        cls.serial_device = cls._create_product("Stent", is_medical_device=True, tracking="serial")
        dis.create({"product_id": cls.serial_device.id, "agency": "HIBCC", "di": "A123BJC5D6E71"})

    def _carrier(self, di=GTIN, **values):
        values = {"lot": "L1", "exp_date": EXPIRY, **values}
        return build("HIBCC" if di.startswith("A") else "GS1", di=di, **values)

    def _scan(self, picking, raw, **values):
        return picking.with_user(self.worker).med_scan(raw, **values)

    def assertAnswer(self, answer, status, code):
        self.assertEqual((answer["status"], answer["code"]), (status, code), answer)

    def _open_receipt(self, product=None, quantity=24):
        receipt = self._create_receipt(product, quantity)
        receipt.move_line_ids.picked = False
        return receipt
