from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import REPORT, MedCommon


@tagged("post_install", "-at_install")
class TestEvidence(MedCommon):
    """The file behind the inspection report obeys the rules of the field, whichever way it is reached."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot = cls._create_lot("L1")
        cls.manager = cls._create_user("quality_manager")
        cls.picker = cls._create_user("warehouse")

    def _get_file(self, record):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("res_field", "=", "inspection_report"),
            ]
        )

    def test_file_of_a_released_lot_is_fixed(self):
        file = self._get_file(self.lot)
        self.assertEqual(len(file), 1)
        for user in (self.manager, self.env.user):
            with self.assertRefusal(UserError, "Put the lot on hold"):
                file.with_user(user).write({"raw": b"forged"})
            with self.assertRefusal(UserError, "Put the lot on hold"):
                file.with_user(user).unlink()
            with self.assertRefusal(UserError, "Put the lot on hold"):
                file.with_user(user).write({"res_id": self._create_lot("L2", "quarantine").id})
        self.lot._set_release_status("hold", "wrong file")
        before = file.raw
        self.lot.with_user(self.manager).inspection_report = "bmV3"  # "new"
        self.assertNotEqual(self._get_file(self.lot).raw, before)
        kept = file.search([("res_model", "=", "stock.lot"), ("res_id", "=", self.lot.id)])
        self.assertEqual((kept.name, kept.raw), ("Superseded report report.pdf", before))
        with self.assertRefusal(UserError, "must be kept until"):
            kept.unlink()

    def test_no_second_file(self):
        vals = {
            "name": "x",
            "datas": REPORT,
            "res_model": "stock.lot",
            "res_id": self.lot.id,
            "res_field": "inspection_report",
        }
        with self.assertRefusal(UserError, "Put the lot on hold"):
            self.env["ir.attachment"].with_user(self.manager).create(vals)
        loose = self.env["ir.attachment"].with_user(self.manager).create({"name": "x", "datas": REPORT})
        with self.assertRefusal(UserError, "Put the lot on hold"):
            loose.write({"res_model": "stock.lot", "res_id": self.lot.id, "res_field": "inspection_report"})

    def test_file_is_for_inspectors(self):
        waiting = self._create_lot("L2", "quarantine")
        with self.assertRefusal(AccessError, "inspectors"):
            self._get_file(waiting).with_user(self.picker).write({"raw": b"forged"})
        self._get_file(waiting).with_user(self.manager).write({"raw": b"new"})

    def test_batch_too(self):
        device = self._create_product("Valve", tracking="serial", is_medical_device=True, device_class="I")
        batch = self.env["med.lot.batch"].create(
            {
                "name": "B",
                "product_id": device.id,
                "expiration_date": "2099-01-01",
                "inspection_report": REPORT,
            }
        )
        batch._set_release_status("released")
        with self.assertRefusal(UserError, "Put the lot on hold"):
            self._get_file(batch).write({"raw": b"forged"})

    def test_number_of_a_released_lot_is_for_the_quality_manager(self):
        with self.assertRefusal(AccessError, "made under this number"):
            self.lot.with_user(self.picker).name = "L1b"
        self.lot.with_user(self.picker).write({"name": "L1"})
        self.lot.with_user(self.manager).name = "L1b"
        self._create_lot("L3", "quarantine").with_user(self.picker).name = "L3b"
