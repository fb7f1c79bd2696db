from datetime import date

from odoo.fields import Command
from odoo.tests import Form, tagged

from .certificate_common import CertificateCommon
from .common import REPORT


@tagged("post_install", "-at_install")
class TestCompleteness(CertificateCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.device.product_tmpl_id

    def _complete_device(self):
        self._create_certificate(100)
        self._create_certificate(100, kind="production_licence", maker_id=self.maker.id)
        self.device.write(
            {
                "registrant_id": self.maker.id,
                "device_model": "P1",
                "specification": "500 ml",
                "storage_conditions": "Dry",
            }
        )
        self.device.udi_di_ids = [Command.create({"agency": "GS1", "di": "09506000134352"})]

    def test_product(self):
        """Class II in China: class, market, maker, registrant, model, spec, storage, UDI, two papers."""
        self.assertEqual(self.template.completeness, 100 * 3 // 10)
        self.assertEqual(
            self.template.missing_data,
            "Registrant, Model, Specification, Storage Conditions, UDI-DIs, "
            "Registration Certificate (NMPA), Production Licence (NMPA)",
        )
        self.assertIn(self.template, self.template.search([("completeness", "<", 100)]))
        self._complete_device()
        self.assertEqual((self.template.completeness, self.template.missing_data), (100, ""))
        self.device.device_model = False
        self.assertEqual(self.template.missing_data, "Model")

    def test_an_ended_certificate_is_missing(self):
        self._complete_device()
        self.template.certificate_ids.valid_until = date(2020, 1, 1)
        self.assertEqual(self.template.missing_data, "Registration Certificate (NMPA)")

    def test_class_decides_what_is_demanded(self):
        self._complete_device()
        self.device.device_class = "I"
        self.assertEqual(self.template.missing_data, "Filing Certificate (NMPA)")

    def test_rules_are_data(self):
        self._complete_device()
        field = self.env.ref("med_lot_traceability.field_product_template__storage_conditions")
        self.nmpa.requirement_ids.filtered(lambda rule: rule.field_id == field).unlink()
        self.device.storage_conditions = False
        self.assertEqual(self.template.completeness, 100)
        self.nmpa.requirement_ids = [Command.create({"field_id": field.id, "device_class": "II"})]
        self.assertLess(self.template.completeness, 100)

    def test_rules_of_the_company_count_for_products_without_their_own(self):
        company = self.env["res.company"]._get_main_company()
        company.jurisdiction_ids = False
        self.device.jurisdiction_ids = False
        self.assertIn("Jurisdictions", self.template.missing_data)
        self.assertEqual(self.template.completeness, 50)
        company.jurisdiction_ids = self.nmpa
        self.assertEqual(self.template.completeness, 100 * 3 // 10)
        self.nmpa.certificate_rule_ids.unlink()
        self.assertEqual(self.template.completeness, 100 * 3 // 8)

    def test_what_is_no_device_is_complete(self):
        self.assertEqual(self._create_product("Plaster").completeness, 100)

    def test_lot(self):
        lot = self.env["stock.lot"].create({"name": "L1", "product_id": self.device.id})
        self.assertEqual(lot.missing_data, "Production Date, Expiration Date, Inspection Report")
        self.assertEqual(lot.completeness, 0)
        lot.write({"production_date": date(2026, 1, 1), "inspection_report": REPORT})
        self.assertEqual((lot.completeness, lot.missing_data), (66, "Expiration Date"))
        self.device.use_expiration_date = False
        self.assertEqual(lot.completeness, 100)
        self.device.is_sterile = True
        self.assertEqual(lot.missing_data, "Sterilisation Lot")
        self.assertIn(lot, lot.search([("completeness", "<", 100)]))
        self.device.device_class = "I"
        lot.sterilisation_lot = "S1"
        self.assertEqual(lot.completeness, 100)

    def test_serial_has_what_its_batch_has(self):
        batch = self.env["med.lot.batch"].create({"name": "B1", "product_id": self.device.id})
        serial = self.env["stock.lot"].create(
            {"name": "S1", "product_id": self.device.id, "batch_id": batch.id}
        )
        self.assertIn("Production Date", serial.missing_data)
        batch.production_date = date(2026, 1, 1)
        self.assertNotIn("Production Date", serial.missing_data)

    def test_dialog_asks_for_what_is_missing_and_nothing_else(self):
        for record in (self.device, self.template):
            action = record.action_complete()
            self.assertEqual(action["res_model"], "product.template")
            self.assertEqual(
                action["context"]["med_missing"],
                sorted(
                    ["certificate_ids", "device_model", "maker_id", "registrant_id"]
                    + ["specification", "storage_conditions", "udi_di_ids"]
                ),
            )
        with Form(self.template.with_context(**action["context"]), view=action["views"][0][0]) as form:
            form.device_model = "P1"
            with self.assertRaises(AssertionError):
                form.device_class = "I"
        self.assertEqual(self.template.device_model, "P1")

    def test_every_candidate_is_in_its_dialog(self):
        for model in ("product.template", "stock.lot"):
            view = self.env.ref(self.env[model]._get_completion_view())
            arch = self.env[model].get_view(view.id, "form")["arch"]
            for name in self.env[model]._get_completeness_fields():
                self.assertIn(f'name="{name}"', arch, model)
