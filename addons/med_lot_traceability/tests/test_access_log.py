import json
from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import InsufficientPrivilege

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import MedCommon

FORM = {"name": {}, "release_status": {}, "product_id": {"fields": {"display_name": {}}}}


@tagged("post_install", "-at_install")
class TestAccessLog(MedCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot = cls._create_lot("L1", quantity=5)
        cls.picking = cls._create_delivery(1)
        cls.picking.button_validate()
        cls.rows = cls.env["med.trace.event"].search([("lot_id", "=", cls.lot.id)])
        cls.auditor = cls._create_user("auditor")

    def _get_logs(self, *records):
        logs = self.env["med.access.log"].search([("user_id", "=", self.auditor.id)], order="id")
        return [(log.kind, log.model, log.res_id) for log in logs]

    def test_opening_a_lot(self):
        self.lot.with_user(self.auditor).web_read(FORM)
        self.assertEqual(self._get_logs(), [("view", "stock.lot", self.lot.id)])
        log = self.env["med.access.log"].search([("user_id", "=", self.auditor.id)])
        self.assertEqual((log.record_name, log.company_id), ("L1", self.env.company))
        self.assertEqual(log.model_name, "Lot/Serial")

    def test_same_minute_same_view(self):
        lot = self.lot.with_user(self.auditor)
        now = fields.Datetime.now()
        for seconds, count in ((0, 1), (30, 1), (61, 2)):
            with freeze_time(now + timedelta(seconds=seconds)):
                lot.web_read(FORM)
            self.assertEqual(len(self._get_logs()), count)

    def test_opening_other_records(self):
        batch = self.env["med.lot.batch"].create({"name": "B1", "product_id": self.device.id})
        for record in (batch, self.rows[0]):
            record.with_user(self.auditor).web_read({"product_id": {}})
        self.assertEqual(
            self._get_logs(),
            [("view", "med.lot.batch", batch.id), ("view", "med.trace.event", self.rows[0].id)],
        )

    def test_lists_and_names_are_no_views(self):
        lots = self.env["stock.lot"].with_user(self.auditor)
        lots.web_search_read([("id", "=", self.lot.id)], FORM)
        lots.browse(self.lot.id).web_read({"display_name": {}})
        (self.lot | self._create_lot("L2")).with_user(self.auditor).web_read(FORM)
        self.assertEqual(self._get_logs(), [])

    def test_nobody_s_reading(self):
        count = self.env["med.access.log"].search_count([])
        self.lot.sudo().web_read(FORM)
        self.assertEqual(self.env["med.access.log"].search_count([]), count)

    def test_auditor_exports_and_is_logged(self):
        self.lot.with_user(self.auditor).web_read(FORM)
        log = self.env["med.access.log"].search([("user_id", "=", self.auditor.id)])
        for record, column in ((self.lot, "name"), (self.rows, "hash"), (log, "record_name")):
            data = record.with_user(self.auditor).export_data([column])["datas"]
            self.assertEqual(data, [[row[column]] for row in record])
        self.assertEqual(
            self._get_logs()[1:],
            [
                ("export", "stock.lot", self.lot.id),
                ("export", "stock.lot", self.lot.id),
                ("export", "med.access.log", log.id),
            ],
        )
        details = self.env["med.access.log"].search([("kind", "=", "export")], order="id").mapped("detail")
        self.assertEqual(details, ["name", f"{len(self.rows)} rows of the ledger: hash", "record_name"])

    def test_printing(self):
        report = self.env["ir.actions.report"].with_user(self.auditor)
        report._render_qweb_pdf("stock.action_report_delivery", self.picking.ids)
        report._render_qweb_text("stock.label_lot_template", self.lot.ids)
        self.assertEqual(
            self._get_logs(),
            [("print", "stock.picking", self.picking.id), ("print", "stock.lot", self.lot.id)],
        )

    def test_printing_what_is_no_device(self):
        gauze = self._create_product("Gauze", tracking="none")
        picking = self._create_delivery(1, product=gauze)
        report = self.env["ir.actions.report"].with_user(self.auditor)
        report._render_qweb_pdf("stock.action_report_delivery", picking.ids)
        self.assertEqual(self._get_logs(), [])

    def test_nobody_changes_the_log(self):
        self.lot.with_user(self.auditor).web_read(FORM)
        log = self.env["med.access.log"].search([("user_id", "=", self.auditor.id)])
        for action in (
            lambda: log.sudo().write({"detail": "x"}),
            lambda: log.sudo().unlink(),
            lambda: log.sudo().create({"kind": "view"}),
        ):
            with self.assertRaises(UserError):
                action()

    @mute_logger("odoo.sql_db")
    def test_database_refuses(self):
        for statement in (
            "UPDATE med_access_log SET detail = 'x'",
            "DELETE FROM med_access_log",
            "TRUNCATE med_access_log",
        ):
            with self.subTest(statement), self.assertRaises(InsufficientPrivilege), self.cr.savepoint():
                self.cr.execute(statement)

    def test_who_reads_the_log(self):
        self.lot.with_user(self.auditor).web_read(FORM)
        for role in ("quality_manager", "administrator"):
            self.assertTrue(self.env["med.access.log"].with_user(self._create_user(role)).search([]), role)
        for role in ("warehouse", "order_desk", "inspector"):
            with self.assertRaises(AccessError):
                self.env["med.access.log"].with_user(self._create_user(role)).search([])

    def test_open_the_record(self):
        self.lot.with_user(self.auditor).web_read(FORM)
        log = self.env["med.access.log"].search([("user_id", "=", self.auditor.id)])
        action = log.action_open_record()
        self.assertEqual((action["res_model"], action["res_id"]), ("stock.lot", self.lot.id))


@tagged("post_install", "-at_install")
class TestAccessLogOverHttp(HttpCase, MedCommon):
    """As the browser does it, with the read-only connection that Odoo uses for reading."""

    def _call(self, model, method, *args):
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return response.json()["result"]

    def test_view_print_and_export(self):
        auditor = self._create_user("auditor")
        lot = self._create_lot("L1", quantity=5)
        picking = self._create_delivery(1)
        self.authenticate("med_auditor", "med_auditor")
        self._call("stock.lot", "web_read", lot.ids, FORM)
        self._call("stock.lot", "web_search_read", [["id", "=", lot.id]], FORM)
        self._call("stock.lot", "export_data", lot.ids, ["name"])
        with mute_logger("odoo.http"):
            self.url_open(f"/report/html/stock.report_deliveryslip/{picking.id}").raise_for_status()
        logs = self.env["med.access.log"].search([("user_id", "=", auditor.id)], order="id")
        self.assertEqual(logs.mapped("kind"), ["view", "export", "print"])
        self.assertEqual(logs.mapped("model"), ["stock.lot", "stock.lot", "stock.picking"])
