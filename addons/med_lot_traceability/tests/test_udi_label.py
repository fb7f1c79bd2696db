import base64
import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from unittest import skipUnless

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_udi_di import GTIN, IDENTIFIERS
from .test_udi_lot import UdiCase

try:
    import zxingcpp
    from PIL import Image
except ImportError:  # on a server that isn't for development
    zxingcpp = None


@tagged("post_install", "-at_install")
class TestUdiLabel(UdiCase):
    def _open(self, records):
        context = {"active_model": records._name, "active_ids": records.ids}
        return self.env["med.udi.label.wizard"].with_context(**context).create({})

    def _create_labelled(self, agency="GS1", **values):
        device = self._create_product(
            f"输液泵 Pump {agency}", is_medical_device=True, default_code="IP-200", **values
        )
        self.env["med.udi.di"].create(
            {"product_id": device.id, "agency": agency, "di": IDENTIFIERS[agency][0]}
        )
        name = "A99971312345600000" if agency == "ICCBBA" else "L1"
        return self._create_dated_lot(product_id=device.id, name=name)

    def _read_back(self, pdf):
        """What an independent reader sees on each page of a PDF."""
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                ["pdftoppm", "-r", "300", "-png", "-", f"{folder}/page"], input=pdf, check=True, timeout=60
            )
            pages = [Image.open(io.BytesIO(path.read_bytes())) for path in sorted(Path(folder).iterdir())]
        codes = []
        for page in pages:
            (code,) = zxingcpp.read_barcodes(page)
            codes.append(code)
        return codes

    @skipUnless(zxingcpp and shutil.which("pdftoppm"), "needs zxing-cpp and pdftoppm")
    def test_an_independent_reader_reads_the_same(self):
        for agency in ("GS1", "HIBCC", "ICCBBA", "MA", "AHM"):
            with self.subTest(agency=agency):
                lot = self._create_labelled(agency)
                wizard = self._open(lot)
                wizard.line_ids.copies = 2
                action = wizard.action_print()
                pdf, _kind = (
                    self.env["ir.actions.report"]
                    .with_context(force_report_rendering=True)
                    ._render_qweb_pdf(action["report_name"], wizard.line_ids.ids)
                )
                codes = self._read_back(pdf)
                self.assertEqual(len(codes), 2)
                for code in codes:
                    self.assertEqual(code.bytes.decode(), lot._get_udi())
                    self.assertEqual(code.symbology_identifier, "]d2" if agency == "GS1" else "]d1")

    def test_each_print_is_in_the_ledger(self):
        lot = self._create_labelled()
        wizard = self._open(lot)
        wizard.line_ids.copies = 3
        wizard.action_print()
        row = self.env["med.trace.event"].search([("lot_id", "=", lot.id), ("kind", "=", "label")])
        self.assertEqual(row.udi, f"(01){GTIN}(11)250131(17)280229(10)L1")
        self.assertEqual(row.udi_di, GTIN)
        self.assertIn('"copies": 3', row.details)

    def test_from_batch_and_receipt(self):
        device = self._create_product("Stent", is_medical_device=True, tracking="serial")
        receipt = self._create_receipt(device, 2, lot_batch_name="B7", expiration_date="2030-01-01 12:00:00")
        for name, line in zip(("S1", "S2"), receipt.move_line_ids, strict=True):
            line.lot_name = name
        receipt.button_validate()
        lots = receipt.move_line_ids.lot_id
        self.assertEqual(self._open(receipt).line_ids.lot_id, lots)
        self.assertEqual(self._open(lots.batch_id).line_ids.lot_id, lots)

    def test_packaging_level(self):
        lot = self._create_labelled()
        dozen = self.env.ref("uom.product_uom_dozen")
        box = self.env["med.udi.di"].create(
            {"product_id": lot.product_id.id, "agency": "GS1", "di": "19506000117840", "uom_id": dozen.id}
        )
        line = self._open(lot).line_ids
        self.assertEqual(line.quantity, 1)
        line.udi_di_id = box
        self.assertTrue(line.carrier_text.startswith("(01)19506000117840"))

    def test_what_stands_on_the_label(self):
        line = self._open(self._create_labelled()).line_ids
        self.assertEqual(
            line._get_facts(),
            [("REF", "IP-200"), ("LOT", "L1"), ("made", "2025-01-31"), ("expires", "2028-02-29")],
        )
        self.assertEqual(line._get_text_lines(), [f"(01){GTIN}", "(11)250131", "(17)280229", "(10)L1"])
        self.assertTrue(base64.b64decode(line._get_picture().partition(",")[2]).startswith(b"<svg"))

    def test_refused(self):
        no_di = self._create_dated_lot()
        with self.assertRefusal(UserError, "no UDI-DI"):
            self._open(no_di).action_print()
        undated = self._create_labelled()
        undated.expiration_date = False
        with self.assertRefusal(UserError, "no expiry"):
            self._open(undated).action_print()
        strange = self._create_labelled("MA")
        strange.name = "A.B"
        with self.assertRefusal(UserError, "no way to write"):
            self._open(strange).action_print()
        none = self._open(self._create_labelled("HIBCC"))
        none.line_ids.copies = 0
        with self.assertRefusal(UserError, "no label to print"):
            none.action_print()

    def test_roles(self):
        lot = self._create_labelled()
        for role in ("warehouse", "inspector"):
            context = {"active_model": "stock.lot", "active_ids": lot.ids}
            wizards = self.env["med.udi.label.wizard"].with_user(self._create_user(role))
            wizards.with_context(**context).create({}).action_print()
        rows = self.env["med.trace.event"].search([("lot_id", "=", lot.id), ("kind", "=", "label")])
        self.assertEqual(len(rows), 2)
        with self.assertRaises(AccessError):
            self.env["med.udi.label.wizard"].with_user(self._create_user("auditor")).create({})
