from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .trace_common import TraceCommon


@tagged("post_install", "-at_install", "med_tour")
class TestTraceTours(TraceCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot = cls._create_lot("TOUR-1")
        cls._move(cls.lot, "supplier", "awaiting", 10, 2, cls.supplier, document_name="WH/IN/1")
        cls._insert(
            cls.lot,
            "status",
            happened_on=datetime(2026, 1, 3),
            old_status="quarantine",
            new_status="released",
        )
        cls._move(cls.lot, "awaiting", "released", 10, 3, document_name="WH/INT/1")
        cls._move(cls.lot, "released", "customer", 6, 10, cls.customer, document_name="WH/OUT/1")

    def test_auditor_traces_and_changes_nothing(self):
        auditor = self._create_user("auditor")
        self.start_tour("/odoo/trace", "med_auditor_trace", login=auditor.login)
        views = self.env["med.access.log"].search([("user_id", "=", auditor.id), ("kind", "=", "view")])
        traced = views.filtered(
            lambda view: view.res_id == self.lot.id and "Trace of TOUR-1" in (view.detail or "")
        )
        self.assertTrue(traced, "who looked at a trace is on record")
        with self.assertRaises(AccessError):
            self.lot.with_user(auditor).write({"name": "TOUR-2"})
        row = self.env["med.trace.event"].search([("lot_id", "=", self.lot.id)], limit=1)
        with self.assertRaises(UserError):
            row.with_user(auditor).write({"quantity": 1})

    def test_warehouse_traces(self):
        warehouse = self._create_user("warehouse")
        url = f"/odoo/action-med_lot_traceability.stock_lot_action/{self.lot.id}"
        self.start_tour(url, "med_warehouse_trace", login=warehouse.login)
