import time

from odoo import api, fields, models
from odoo.tools import SQL

from ..ledger.verify import EVENT_TABLE

#: Up to so many rows a person waits for the answer (measured: 17,000 a second); more go to the background.
AT_ONCE = 50_000


class MedTraceVerification(models.Model):
    """A verification of the ledger, and what it found. Kept: an auditor asks when it was last done."""

    _name = "med.trace.verification"
    _description = "Verification of the Ledger"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "verified_on"

    verified_on = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True)
    duration = fields.Float("Seconds", readonly=True, digits=(16, 1), aggregator=None)
    row_count = fields.Integer("Rows", readonly=True, aggregator=None)
    chain_count = fields.Integer("Chains", readonly=True, aggregator=None)
    anchor_count = fields.Integer("Anchors", readonly=True, aggregator=None)
    problem_count = fields.Integer("Problems", readonly=True, aggregator=None)
    result = fields.Selection(
        [("running", "Running"), ("sound", "Sound"), ("broken", "Broken")],
        default="running",
        required=True,
        readonly=True,
        index=True,
    )
    due_count = fields.Integer("Rows to Verify", readonly=True, aggregator=None)
    progress = fields.Float(compute="_compute_progress")
    newest_anchor = fields.Char(
        readonly=True, help="Compare it with the value that you printed or sent elsewhere on that day."
    )
    line_ids = fields.One2many("med.trace.verification.line", "verification_id", "Found", readonly=True)

    @api.depends("row_count", "due_count", "result")
    def _compute_progress(self):
        for found in self:
            running = found.result == "running"
            found.progress = 100 * found.row_count / max(found.due_count, 1) if running else 100

    @api.model
    def _prepare_run(self):
        """:return: a new verification that waits to be run"""
        ((count,),) = self.env.execute_query(SQL("SELECT COUNT(*) FROM med_trace_event"))
        return self.create(
            {"verified_on": fields.Datetime.now(), "user_id": self.env.uid, "due_count": count}
        )

    def _run(self, note=None):
        """Verify the ledger, and keep the result.

        :param note: called with how many rows were read, now and then
        """
        started = time.monotonic()
        report = self.env["med.trace.event"]._verify(note=note)
        if note:
            # What was noted meanwhile is newer than this transaction, which has to begin anew to write there.
            self.env["ir.cron"]._commit_progress()
        self.write(
            {
                "verified_on": fields.Datetime.now(),
                "duration": time.monotonic() - started,
                "row_count": report.rows,
                "chain_count": report.chains,
                "anchor_count": report.anchors,
                "problem_count": report.problem_count,
                "result": "broken" if report.problem_count else "sound",
                "newest_anchor": report.last_anchor,
                "line_ids": [
                    fields.Command.create(self._prepare_line_vals(problem)) for problem in report.problems
                ],
            }
        )

    def _note_progress(self, count):
        """In a transaction of its own, so that whoever waits sees it."""
        with self.env.registry.cursor() as cr:
            self.with_env(self.env(cr=cr)).row_count = count

    def _prepare_line_vals(self, problem):
        events = self.env["med.trace.event"]
        row = events.browse(problem.row_id if problem.table == EVENT_TABLE else None).exists()
        return {
            "code": problem.code,
            "chain": problem.chain,
            "sequence": problem.sequence,
            "event_id": row.id,
            "text": events._describe_problem(problem),
        }

    def action_verify(self):
        """The button and the menu.

        :raise AccessError: it isn't this user's business
        """
        self.env["med.trace.event"]._check_may_verify()
        found = self.sudo()._prepare_run()  # sudo: nobody writes results by hand; who may was just checked
        if found.due_count <= AT_ONCE:
            found._run()
        else:
            self.env.ref("med_lot_traceability.ir_cron_verify_requested").sudo()._trigger()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Verification of the Ledger"),
            "res_model": self._name,
            "res_id": found.id,
            "view_mode": "form",
        }

    @api.model
    def _cron_verify(self):
        self._prepare_run()._run_and_tell()

    @api.model
    def _cron_verify_requested(self):
        """What people asked for and is too much to wait for, and what was interrupted."""
        for found in self.search([("result", "=", "running")], order="id"):
            found._run_and_tell(found._note_progress)

    def _run_and_tell(self, note=None):
        self._run(note)
        if self.problem_count:
            self._alert()

    def _alert(self):
        """Tell those who have to act: each gets an activity."""
        groups = self.env.ref("med_lot_traceability.group_quality_manager")
        groups |= self.env.ref("med_lot_traceability.group_administrator")
        for user in groups.all_user_ids.filtered("active"):
            self.activity_schedule(
                "mail.mail_activity_data_warning",
                user_id=user.id,
                summary=self.env._("The ledger is broken: %(count)s problems", count=self.problem_count),
                note=self.env._("First: %(text)s", text=self.line_ids[:1].text),
            )


class MedTraceVerificationLine(models.Model):
    _name = "med.trace.verification.line"
    _description = "Problem of the Ledger"
    _order = "id"
    _rec_name = "text"

    verification_id = fields.Many2one(
        "med.trace.verification", required=True, readonly=True, index=True, ondelete="cascade"
    )
    code = fields.Char(readonly=True)
    chain = fields.Char(readonly=True)
    sequence = fields.Integer("Row", readonly=True)
    event_id = fields.Many2one("med.trace.event", "Ledger Row", readonly=True, ondelete="restrict")
    text = fields.Char("What Is Wrong", readonly=True)
