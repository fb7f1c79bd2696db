from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import MedCommon

GTIN = "09506000117843"
#: One valid identifier of each agency, and the same with one character wrong.
IDENTIFIERS = {
    "GS1": (GTIN, "09506000117844"),
    "HIBCC": ("A123BJC5D6E71", "A1"),
    "ICCBBA": ("A9999XYZ100T0944", "A9999XYZ1"),
    "MA": ("MA.156.M0.100011.2cscp023", "MA.156.M0.100011.2cscp024"),
    "AHM": ("81000000000000000001", "8100 0000"),
}


@tagged("post_install", "-at_install")
class TestUdiDi(MedCommon):
    def _create_di(self, di=GTIN, agency="GS1", **values):
        return self.env["med.udi.di"].create(
            {"product_id": self.device.id, "agency": agency, "di": di, **values}
        )

    def test_each_agency(self):
        for agency, (right, wrong) in IDENTIFIERS.items():
            with self.subTest(agency=agency):
                self.assertEqual(self._create_di(right, agency).di, right)
                with self.assertRefusal(ValidationError, "is no UDI-DI of"):
                    self._create_di(wrong, agency)

    def test_gtin_has_14_digits(self):
        self.assertEqual(self._create_di("9506000117843").di, GTIN)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._create_di("9506000117843")

    def test_quantity_comes_from_the_unit(self):
        self.assertEqual(self._create_di().quantity, 1)
        dozen = self._create_di("19506000117840", uom_id=self.env.ref("uom.product_uom_dozen").id)
        self.assertEqual(dozen.quantity, 12)
        litre = self.env.ref("uom.product_uom_litre")
        own = self._create_di("29506000117847", uom_id=litre.id, quantity=40)
        self.assertEqual(own.quantity, 40)

    def test_one_code_everywhere(self):
        """Core's bar codes follow, but never over what somebody entered."""
        self._create_di()
        self.assertEqual(self.device.barcode, "9506000117843")
        dozen = self.env.ref("uom.product_uom_dozen")
        self._create_di("19506000117840", uom_id=dozen.id)
        self.assertEqual(self.device.product_uom_ids.barcode, "19506000117840")
        self._create_di("29506000117847")
        self.assertEqual(self.device.barcode, "9506000117843")

    def test_found_by_identifier_or_bar_code(self):
        find = self.env["med.udi.di"]._find
        self.assertFalse(find(GTIN)[0])
        self.device.barcode = "9506000117843"
        self.assertEqual(find(GTIN), (self.device, 1, self.device.uom_id))
        dozen = self.env.ref("uom.product_uom_dozen")
        self._create_di("19506000117840", uom_id=dozen.id)
        self.assertEqual(find("19506000117840"), (self.device, 12, dozen))
        self.assertFalse(find("A123BJC5D6E71")[0])

    def test_entered_on_the_product(self):
        with Form(self.device.product_tmpl_id) as form, form.udi_di_ids.new() as line:
            line.di = GTIN
            line.uom_id = self.env.ref("uom.product_uom_dozen")
        self.assertEqual(self.device.udi_di_ids.di, GTIN)
        self.assertEqual(self.device.udi_di_ids.quantity, 12)

    def test_roles(self):
        record = self._create_di()
        for role in ("warehouse", "order_desk", "inspector", "auditor"):
            user = self._create_user(role)
            self.assertTrue(record.with_user(user).read(["di"]), role)
            with self.assertRaises(AccessError):
                record.with_user(user).write({"quantity": 2})
        for role in ("purchaser", "quality_manager"):
            record.with_user(self._create_user(role)).write({"quantity": 2})
        with self.assertRaises(AccessError):
            record.with_user(self.env["res.users"].search([("login", "=", "med_purchaser")])).unlink()

    def test_lines_of_the_template_go_to_the_variant(self):
        self.device.product_tmpl_id.write({"udi_di_ids": [Command.create({"di": GTIN, "agency": "GS1"})]})
        self.assertEqual(self.device.udi_di_ids.di, GTIN)
