from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestProduct(MedCommon):
    def test_device_uses_expiry_dates_unless_told_otherwise(self):
        self.assertTrue(self.device.use_expiration_date)
        other = self._create_product("Reusable Bowl", is_medical_device=True, use_expiration_date=False)
        self.assertFalse(other.use_expiration_date)
        self.assertFalse(self._create_product("Cotton Bag").use_expiration_date)

    def test_device_must_be_tracked(self):
        with self.assertRefusal(ValidationError, "must be traceable"):
            self._create_product("Untracked", is_medical_device=True, tracking="none")
        with self.assertRefusal(ValidationError, "must be traceable"):
            self._create_product("Not stocked", is_medical_device=True, is_storable=False)
        with self.assertRefusal(ValidationError, "must be traceable"):
            self.device.tracking = "none"

    def test_form_switches_tracking_on(self):
        with Form(self.env["product.template"]) as form:
            form.name = "Glucose Meter"
            form.is_medical_device = True
            form.device_class = "II"
        self.assertEqual(form.record.tracking, "lot")
        self.assertTrue(form.record.is_storable)

    def test_flag_stays_once_there_are_lots(self):
        self._create_lot("L1")
        with self.assertRefusal(UserError, "stays a medical device"):
            self.device.is_medical_device = False

    def test_lots_of_a_new_device_go_into_quarantine(self):
        product = self._create_product("Was a toy")
        undecided = self._create_lot("T1", product=product)
        held = self._create_lot("T2", "hold", product=product)
        product.is_medical_device = True
        self.assertEqual(undecided.release_status, "quarantine")
        self.assertEqual(held.release_status, "hold")

    def test_writing_the_same_flag_keeps_the_status(self):
        lot = self._create_lot("L1")
        self.device.write({"is_medical_device": True})
        lot.write({"product_id": self.device.id})
        self.assertEqual(lot.release_status, "released")

    def test_minimum_shelf_life_is_not_negative(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.device.minimum_shelf_life_days = -1
            self.env.flush_all()
