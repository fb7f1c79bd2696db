from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models import med_trace_event_verify, med_trace_verification
from .common import MedCommon


@tagged("post_install", "-at_install")
class TestLedgerVerify(MedCommon):
    """The verifier, the anchors and the alarm inside Odoo."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ledger = cls.env["med.trace.event"]
        cls.lot = cls._create_lot("L1", quantity=10)
        cls._create_delivery(1).button_validate()
        cls.env["med.trace.anchor"]._take()

    def _tamper(self):
        self.env.cr.execute("ALTER TABLE med_trace_event DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE med_trace_event SET quantity = 7 WHERE lot_id = %s AND kind = 'move'", [self.lot.id]
        )
        self.env.cr.execute("ALTER TABLE med_trace_event ENABLE TRIGGER USER")

    def test_sound(self):
        report = self.ledger._verify()
        self.assertEqual(report.problems, [])
        self.assertEqual(report.rows, self.ledger.search_count([]))
        self.assertEqual(report.last_anchor, self.env["med.trace.anchor"].search([], limit=1).hash)

    def test_anchor(self):
        first = self.env["med.trace.anchor"].search([], limit=1)
        self.assertIn(f"lot/{self.lot.id} ", first.heads)
        second = self.env["med.trace.anchor"]._take()
        self.assertEqual((second.sequence, second.previous_hash), (first.sequence + 1, first.hash))
        self.assertEqual(second.event_count, self.ledger.search_count([]))

    def test_button(self):
        auditor = self._create_user("auditor")
        action = self.env["med.trace.verification"].with_user(auditor).action_verify()
        found = self.env["med.trace.verification"].with_user(auditor).browse(action["res_id"])
        self.assertEqual((found.result, found.user_id, found.problem_count), ("sound", auditor, 0))
        picker = self._create_user("warehouse")
        with self.assertRaises(AccessError):
            self.env["med.trace.verification"].with_user(picker).action_verify()
        with self.assertRaises(AccessError):
            self.env["med.trace.anchor"].with_user(picker).action_take()
        anchor = self.env["med.trace.anchor"].with_user(auditor).action_take()
        self.assertTrue(self.env["med.trace.anchor"].with_user(auditor).browse(anchor["res_id"]).hash)

    def test_large_ledger_in_the_background(self):
        """A person does not wait for a large ledger: a cron verifies it, and the bar moves meanwhile."""
        verifications = self.env["med.trace.verification"]
        noted = []
        with (
            patch.object(med_trace_verification, "AT_ONCE", 0),
            patch.object(med_trace_event_verify, "NOTED_EVERY", 1),
            patch.object(type(verifications), "_note_progress", lambda found, count: noted.append(count)),
        ):
            found = verifications.browse(verifications.action_verify()["res_id"])
            self.assertEqual((found.result, found.progress), ("running", 0))
            with self.enter_registry_test_mode():
                self.env.ref("med_lot_traceability.ir_cron_verify_requested").method_direct_trigger()
        self.assertEqual((found.result, found.progress, found.row_count), ("sound", 100, found.due_count))
        self.assertEqual(noted[-1], found.due_count)

    def test_alarm(self):
        manager = self._create_user("quality_manager")
        self._tamper()
        verification = self.env["med.trace.verification"].with_context(mail_activity_quick_update=True)
        verification._cron_verify()
        found = self.env["med.trace.verification"].search([], limit=1)
        self.assertEqual((found.result, found.problem_count), ("broken", 1))
        row = self.ledger.search([("lot_id", "=", self.lot.id), ("kind", "=", "move")])
        self.assertEqual(found.line_ids.event_id, row)
        self.assertIn("was changed after it was written", found.line_ids.text)
        self.assertIn(manager, found.activity_ids.user_id)
