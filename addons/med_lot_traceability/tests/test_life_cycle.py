import base64
import io
import json
import zipfile
from datetime import date, timedelta

from freezegun import freeze_time
from openpyxl import load_workbook
from PIL import Image

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from ..ledger import evidence
from .common import MedCommon

REPORT = "med_lot_traceability.action_report_life_cycle"


def make_pdf(width):
    stream = io.BytesIO()
    Image.new("RGB", (width, 40), "white").save(stream, format="pdf")
    return stream.getvalue()


class LifeCycleCommon(MedCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"street": "1 Health Street", "city": "Lyon"})
        cls.past = fields.Datetime.now() - timedelta(days=30)
        with freeze_time(cls.past):
            cls.lot = cls._create_lot("L=1/2")
            cls._receive(10)
            cls._create_delivery(3).button_validate()
        cls.delivery = cls._create_delivery(2)
        cls.delivery.button_validate()
        cls._return(cls.delivery, 1)

    @classmethod
    def _receive(cls, quantity):
        suppliers = cls.env.ref("stock.stock_location_suppliers")
        maker = cls.env["res.partner"].create({"name": "Acme"})
        picking = cls.env["stock.picking"].create(
            {
                "picking_type_id": cls.warehouse.in_type_id.id,
                "partner_id": maker.id,
                "location_id": suppliers.id,
                "location_dest_id": cls.stock.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": cls.device.id,
                            "product_uom_qty": quantity,
                            "location_id": suppliers.id,
                            "location_dest_id": cls.stock.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_line_ids.write({"lot_id": cls.lot.id, "quantity": quantity})
        picking.move_ids.picked = True
        picking._action_done()
        return picking

    @classmethod
    def _return(cls, delivery, quantity):
        wizard = cls.env["stock.return.picking"].create({"picking_id": delivery.id})
        wizard.product_return_moves.quantity = quantity
        picking = wizard._create_return()
        picking.move_line_ids.write({"lot_id": cls.lot.id, "quantity": quantity})
        picking.move_ids.picked = True
        picking._action_done()
        return picking


@tagged("post_install", "-at_install")
class TestLifeCycle(LifeCycleCommon):
    def test_quantities_add_up(self):
        file = self.lot._get_life_cycle()
        totals = {name: quantity for name, quantity in file["book"].totals.items() if quantity}
        self.assertEqual(totals, {"received": 10, "shipped": 5, "customer_returned": 1})
        self.assertEqual((file["book"].balance, file["on_hand"], file["unexplained"]), (6, 6, 0))

    def test_what_the_ledger_does_not_know_is_unexplained(self):
        self._put_in_stock(self.device, 4, self.lot)
        self.assertEqual(self.lot._get_life_cycle()["unexplained"], -4)
        html = self._render()
        self.assertIn("o_alarm", html.split("Unexplained")[1][:200])

    def test_as_of(self):
        file = self.lot._get_life_cycle(self.past + timedelta(days=1))
        self.assertEqual(file["book"].balance, 7)
        self.assertEqual([row["shipped"] for row in file["consignees"]], [3])
        self.assertEqual(file["status"], "released")
        self.assertIsNone(file["unexplained"])

    def test_consignees(self):
        (row,) = self.env["med.trace.event"]._get_consignees(self.lot.ids)
        self.assertEqual((row["partner_name"], row["partner_ref"]), ("Clinic", self.customer.id))
        self.assertEqual(row["partner_address"], "1 Health Street, Lyon")
        self.assertEqual((row["shipped"], row["returned"], row["remaining"]), (5, 1, 4))
        self.assertIn(self.delivery.name, row["documents"])

    def _render(self, lots=None):
        report = self.env["ir.actions.report"]
        return report._render_qweb_html(REPORT, (lots or self.lot).ids)[0].decode()

    def test_html(self):
        html = self._render()
        for text in (
            "L=1/2",
            "Acme",
            "1 Health Street, Lyon",
            self.delivery.name,
            "report.pdf",
            "Infusion Pump",
        ):
            self.assertIn(text, html)
        row = self.env["med.trace.event"].search(
            [("lot_id", "=", self.lot.id), ("kind", "=", "move"), ("document_id", "=", self.delivery.id)],
            limit=1,
        )
        self.assertIn(row.hash[:12], html)
        last = self.env["med.trace.event"].search(
            [("chain", "=", f"lot/{self.lot.id}")], order="sequence desc"
        )
        self.assertIn(last[0].hash, html)

    def test_html_of_a_long_history_needs_no_query_per_row(self):
        self._render()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._render()
        few = self.env.cr.sql_log_count - before
        for _number in range(4):
            self._create_delivery(1).button_validate()
        self._render()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._render()
        self.assertLess(self.env.cr.sql_log_count - before, few + 4)

    def _render_pdf(self, lots):
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(REPORT, lots.ids)
        self.assertEqual(kind, "pdf")
        return content, PdfFileReader(io.BytesIO(content))

    def test_pdf_holds_papers_and_evidence(self):
        registration, report = make_pdf(222), make_pdf(333)
        self.env["med.certificate"].create(
            {
                "number": "REG-1",
                "jurisdiction_id": self.env["med.jurisdiction"].search([], limit=1).id,
                "product_tmpl_ids": self.device.product_tmpl_id.ids,
                "file": base64.b64encode(registration),
                "file_name": "registration.pdf",
            }
        )
        lot = self.env["stock.lot"].create(
            {
                "name": "P1",
                "product_id": self.device.id,
                "expiration_date": fields.Datetime.now() + timedelta(days=100),
                "inspection_report": base64.b64encode(report),
                "inspection_report_name": "second.pdf",
            }
        )
        lot._set_release_status("released")
        _content, reader = self._render_pdf(lot)
        widths = [round(page.mediabox[2]) for page in reader.pages]
        self.assertEqual(widths[-2:], [333, 222])
        self.assertGreater(len(widths), 2)
        self.assertIn(f"1 / {len(widths)}", reader.pages[0].extract_text())
        files = _get_attachments(reader)
        self.assertEqual(files["registration.pdf"], registration)
        self.assertEqual(files["second.pdf"], report)
        rows = json.loads(files[f"ledger-{lot.id}.json"])
        self.assertEqual(evidence.check(rows).problems, [])
        count = self.env["med.trace.event"].search_count([("chain", "=", f"lot/{lot.id}")])
        self.assertEqual(len(rows["rows"]), count)

    def test_pdf_of_several_lots_holds_the_evidence_of_each(self):
        other = self._create_lot("L3", quantity=1)
        _content, reader = self._render_pdf(self.lot | other)
        names = {f"ledger-{lot.id}.json" for lot in (self.lot, other)}
        self.assertLessEqual(names, _get_attachments(reader).keys())

    def test_broken_papers_do_not_stop_the_file(self):
        """The report of the common lot is no PDF but its first bytes."""
        _content, reader = self._render_pdf(self.lot)
        self.assertEqual(_get_attachments(reader)["report.pdf"], b"%PDF-1.4\n")

    def test_tampered_evidence_is_found(self):
        rows = json.loads(self.lot._get_evidence(self.lot._get_life_cycle()["book"]))
        self.assertEqual(evidence.check(rows).problems, [])
        rows["rows"][1]["quantity"] = "99"
        self.assertEqual(
            [(problem.code, problem.sequence) for problem in evidence.check(rows).problems], [("changed", 2)]
        )
        del rows["rows"][1]
        self.assertTrue(evidence.check(rows).problems)

    def test_workbook(self):
        book = load_workbook(io.BytesIO(self.lot._make_life_cycle_workbook()))
        self.assertEqual(
            book.sheetnames, ["Summary", "Movements", "Decisions", "Corrections", "Consignees", "Documents"]
        )
        movements = book["Movements"]
        rows = list(movements.iter_rows(min_row=2, values_only=True))
        self.assertEqual([row[2] for row in rows], [10, 3, 2, 1])
        self.assertEqual(rows[0][0].date(), self.past.date())
        self.assertEqual(movements.freeze_panes, "A2")
        self.assertTrue(movements.auto_filter.ref)
        consignee = next(book["Consignees"].iter_rows(min_row=2, values_only=True))
        self.assertEqual(consignee[:6], ("L=1/2", "Clinic", "1 Health Street, Lyon", 5, 1, 4))

    def test_workbook_has_no_formulas(self):
        self.lot.name = "=1+1"
        archive = zipfile.ZipFile(io.BytesIO(self.lot._make_life_cycle_workbook()))
        self.assertNotIn(b"<f>", archive.read("xl/worksheets/sheet1.xml"))

    def test_epcis(self):
        document = json.loads("".join(self.env["med.trace.event"]._write_lot_epcis(self.lot)))
        steps = [event["bizStep"] for event in document["epcisBody"]["eventList"]]
        self.assertEqual(steps.count("shipping"), 2)
        self.assertIn("accepting", steps)
        self.assertEqual(
            document["sender"], f"{self.env.company.get_base_url()}/epcis/pty/company-{self.env.company.id}"
        )

    def test_epcis_of_a_period(self):
        export = self.env["med.epcis.export"].create(
            {
                "date_from": self.past.date() - timedelta(days=1),
                "date_to": self.past.date() + timedelta(days=1),
            }
        )
        export.product_ids = self.device
        document = json.loads("".join(export._write_document()))
        steps = [event["bizStep"] for event in document["epcisBody"]["eventList"]]
        self.assertEqual((steps.count("receiving"), steps.count("shipping")), (1, 1))
        self.assertEqual(export.event_count, len(steps))

    def test_the_period_begins_with_the_year_of_the_user(self):
        self.env.user.tz = "Asia/Shanghai"
        with freeze_time("2026-12-31 16:30:00"):
            export = self.env["med.epcis.export"].create({})
        self.assertEqual((export.date_from, export.date_to), (date(2027, 1, 1), date(2027, 1, 1)))


@tagged("post_install", "-at_install")
class TestLifeCycleOverHttp(HttpCase, LifeCycleCommon):
    def test_downloads(self):
        auditor = self._create_user("auditor")
        self.authenticate("med_auditor", "med_auditor")
        path = f"/med/life_cycle/{self.lot.id}"
        book = load_workbook(io.BytesIO(self._get(f"{path}.xlsx").content))
        self.assertEqual(book["Movements"].max_row, 5)
        past = fields.Datetime.to_string(self.past + timedelta(days=1))
        book = load_workbook(io.BytesIO(self._get(f"{path}.xlsx?as_of={past}").content))
        self.assertEqual(book["Movements"].max_row, 3)
        response = self._get(f"{path}.epcis.json")
        self.assertEqual(response.headers["Content-Type"], "application/ld+json")
        self.assertTrue(response.json()["epcisBody"]["eventList"])
        logs = self.env["med.access.log"].search([("user_id", "=", auditor.id)])
        self.assertEqual(logs.mapped("kind"), ["export"] * 3)
        self.assertEqual(logs.mapped("res_id"), self.lot.ids * 3)

    def test_download_of_a_period(self):
        auditor = self._create_user("auditor")
        self.authenticate("med_auditor", "med_auditor")
        export = self.env["med.epcis.export"].with_user(auditor).create({"date_from": self.past.date()})
        response = self._get(f"/med/epcis/{export.id}.json")
        self.assertTrue(response.json()["epcisBody"]["eventList"])
        logs = self.env["med.access.log"].search([("user_id", "=", auditor.id)])
        self.assertIn(self.lot.id, logs.mapped("res_id"))

    def test_wrong_requests(self):
        self._create_user("auditor")
        self.authenticate("med_auditor", "med_auditor")
        self.assertEqual(self.url_open("/med/life_cycle/99999999.xlsx").status_code, 404)
        self.assertEqual(self.url_open("/med/epcis/99999999.json").status_code, 404)
        self.assertEqual(
            self.url_open(f"/med/life_cycle/{self.lot.id}.xlsx?as_of=yesterday").status_code, 400
        )

    def test_other_company_s_lot(self):
        company = self.env["res.company"].create({"name": "Other Ltd"})
        product = self._create_product("Other", is_medical_device=True, company_id=company.id)
        lot = self.env["stock.lot"].create({"name": "X", "product_id": product.id})
        self._create_user("auditor")
        self.authenticate("med_auditor", "med_auditor")
        self.assertEqual(self.url_open(f"/med/life_cycle/{lot.id}.epcis.json").status_code, 404)

    def _get(self, path):
        response = self.url_open(path)
        response.raise_for_status()
        return response


def _get_attachments(reader):
    names = reader.trailer["/Root"]["/Names"]["/EmbeddedFiles"]["/Names"]
    return {
        names[place]: names[place + 1].getObject()["/EF"]["/F"].getData() for place in range(0, len(names), 2)
    }
