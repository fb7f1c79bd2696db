import base64
import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .. import recall
from ..models.med_consignee_search_lot import REASONS
from ..spreadsheet import Column, Sheet, make_workbook
from .common import MedCommon


class ConsigneeCommon(MedCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"street": "1 Health Street", "phone": "123", "email": "clinic@b.example"})
        cls.lots = cls.env["stock.lot"]
        for name in ("24A100", "24A101", "24A1O2"):
            lot = cls._create_lot(name, quantity=10)
            cls.lots |= lot
            cls._ship(lot, 2)

    @classmethod
    def _ship(cls, lot, quantity):
        picking = cls._create_forced_delivery(lot, quantity)
        picking._action_done()
        return picking

    def _search(self, text=None, user=None, **values):
        wizard = self.env["med.consignee.search.wizard"].with_user(user or self.env.user)
        action = wizard.create({"text": text, **values}).action_search()
        return self.env["med.consignee.search"].with_user(user or self.env.user).browse(action["res_id"])


@tagged("post_install", "-at_install")
class TestConsigneeSearch(ConsigneeCommon):
    def test_notice(self):
        search = self._search("We recall lots 24A100 to 24A101 and 24A102 of our pump.")
        self.assertEqual(search.matched_ids.mapped("lot_id.name"), ["24A100", "24A101"])
        self.assertEqual(
            search.possible_ids.mapped(lambda line: (line.lot_id.name, line.reason)),
            [("24A1O2", "look_alike")],
        )
        self.assertEqual(search.unknown, "24A102")
        self.assertEqual((search.lot_count, search.consignee_count), (2, 1))
        self.assertEqual((search.shipped, search.returned, search.remaining, search.on_hand), (4, 0, 4, 16))
        row = search.consignee_ids[0]
        self.assertEqual((row.partner_name, row.partner_address), ("Clinic", "1 Health Street"))
        self.assertEqual((row.partner_id, row.phone, row.email), (self.customer, "123", "clinic@b.example"))
        self.assertRegex(search.name, r"^CS/\d{4}/\d+$")
        self.assertEqual(search.source_text, "We recall lots 24A100 to 24A101 and 24A102 of our pump.")

    def test_choosing_a_lot_that_could_match(self):
        search = self._search("Lot 24A102")
        self.assertFalse(search.consignee_ids)
        line = search.possible_ids.filtered(lambda line: line.reason == "look_alike")
        line.action_toggle()
        self.assertEqual(search.consignee_ids.lot_id.name, "24A1O2")
        self.assertEqual(search.lot_count, 1)
        line.action_toggle()
        self.assertFalse(search.consignee_ids)

    def test_serials_of_a_batch_are_chosen(self):
        batch = self.env["med.lot.batch"].create({"name": "B-77", "product_id": self.device.id})
        self.lots[0].batch_id = batch
        search = self._search("批号：B77")
        self.assertEqual(search.consignee_ids.lot_id, self.lots[0])

    def test_other_products(self):
        other = self._create_product("Needle", is_medical_device=True)
        lot = self._create_lot("24A100", product=other)
        search = self._search("24A100", product_ids=self.device.ids)
        self.assertEqual(search.matched_ids.lot_id, self.lots[0])
        self.assertEqual((search.possible_ids.lot_id, search.possible_ids.reason), (lot, "other_product"))

    def test_device_identifier(self):
        self.device.barcode = "4012345678901"
        search = self._search("(01)04012345678901(10)24A100")
        self.assertEqual(search.matched_ids.lot_id, self.lots[0])

    def test_files(self):
        rows = [["Lot No.", "Pieces"], ["24A100", 2], ["24A101", 2]]
        columns = [Column("Lot No."), Column("Pieces")]
        workbook = make_workbook([Sheet("Lots", columns, rows[1:])])
        for name, content in (
            ("lots.xlsx", workbook),
            ("lots.csv", b"Lot No.;Pieces\n24A100;2\n24A101;2\n"),
            ("notice.txt", "涉及批号：24A100、24A101。".encode("gb18030")),
        ):
            search = self._search(file=base64.b64encode(content), file_name=name)
            self.assertEqual(search.matched_ids.mapped("lot_id.name"), ["24A100", "24A101"], name)
            self.assertEqual(search.source_name, name)

    def test_files_that_cannot_be_read(self):
        for name, pattern in (("notice.pdf", "notice.pdf can't be read"), ("lots.xlsx", "no workbook")):
            with self.assertRefusal(UserError, pattern):
                self._search(file=base64.b64encode(b"x"), file_name=name)
        with self.assertRefusal(UserError, "Paste a list"):
            self._search("  ")

    def test_goods_go_on_moving(self):
        search = self._search("24A100")
        self._ship(self.lots[0], 3)
        self.assertEqual((search.shipped, search.on_hand), (2, 8))
        search.action_refresh()
        self.assertEqual((search.shipped, search.on_hand), (5, 5))

    def test_hold(self):
        search = self._search("24A100, 24A101")
        manager = self._create_user("quality_manager")
        action = search.with_user(manager).action_hold()
        wizard = self.env["med.lot.status.wizard"].with_user(manager).with_context(**action["context"])
        wizard.create({"reason": "Notice"}).action_apply()
        self.assertEqual(set(self.lots[:2].mapped("release_status")), {"hold"})
        with self.assertRefusal(UserError, "nothing is left to hold"):
            search.action_hold()

    def test_ledger_rows(self):
        action = self._search("24A100").action_view_ledger()
        self.assertEqual(self.env["med.trace.event"].search(action["domain"]).lot_id, self.lots[0])

    def test_roles(self):
        search = self._search("24A100")
        for role in ("auditor", "inspector", "quality_manager", "administrator"):
            user = self._create_user(role)
            found = self._search("24A101", user)
            self.assertEqual(found.user_id, user)
            found.matched_ids.action_toggle()
            self.assertFalse(found.consignee_ids)
            self.assertEqual(found.matched_ids.chosen_by_id, user)
            with self.assertRaises(AccessError):
                found.write({"unknown": "x"})
        for role in ("warehouse", "order_desk"):
            user = self._create_user(role)
            with self.assertRaises(AccessError):
                self._search("24A101", user)
            with self.assertRaises(AccessError):
                search.with_user(user).action_refresh()

    def test_searches_stay(self):
        with self.assertRefusal(UserError, "are kept"):
            self._search("24A100").sudo().unlink()

    def test_reasons_have_names(self):
        self.assertEqual([code for code, _name in REASONS], list(recall.REASONS))

    def test_lists_do_not_run_as_formulas(self):
        self.customer.name = "=cmd()"
        self._ship(self.lots[0], 1)
        text = self._search("24A100")._make_csv().decode()
        self.assertIn("\n'=cmd(),", text.replace("\r", ""))


@tagged("post_install", "-at_install")
class TestConsigneesOverHttp(HttpCase, ConsigneeCommon):
    def test_downloads_are_logged(self):
        auditor = self._create_user("auditor")
        search = self._search("24A100, 24A101")
        self.authenticate("med_auditor", "med_auditor")
        book = load_workbook(io.BytesIO(self._get(search, "xlsx").content))
        rows = list(book["Consignees"].iter_rows(min_row=2, values_only=True))
        self.assertEqual(
            sorted((row[0], row[5], row[8]) for row in rows),
            [("Clinic", "24A100", 2), ("Clinic", "24A101", 2)],
        )
        self.assertIn("24A101", self._get(search, "csv").text)
        logs = self.env["med.access.log"].search([("user_id", "=", auditor.id), ("kind", "=", "export")])
        self.assertEqual(len(logs), 6)
        self.assertLessEqual(set(self.lots[:2].ids), set(logs.mapped("res_id")))

    @mute_logger("odoo.http")
    def test_not_for_everybody(self):
        search = self._search("24A100")
        self._create_user("warehouse")
        self.authenticate("med_warehouse", "med_warehouse")
        self.assertEqual(self.url_open(f"/med/consignees/{search.id}.xlsx").status_code, 404)

    def _get(self, search, kind):
        response = self.url_open(f"/med/consignees/{search.id}.{kind}")
        response.raise_for_status()
        return response
