import base64
from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine.tracking_events import TrackingDataError
from ..engine.tracking_file import read_file
from ..models.ecom_tracking_event import CODE_LABELS

#: Rows shown before loading; all bad ones come first.
PREVIEW = 100


class EcomTrackingImport(models.TransientModel):
    """Load a carrier's file of tracking events, after a look at it."""

    _name = "ecom.tracking.import"
    _description = "Load tracking events"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    file = fields.Binary(required=True)
    file_name = fields.Char()
    row_ids = fields.One2many("ecom.tracking.import.row", "wizard_id", compute="_compute_rows", store=True)
    good_count = fields.Integer("Rows to load", compute="_compute_rows", store=True)
    bad_count = fields.Integer("Bad rows", compute="_compute_rows", store=True)
    problem = fields.Char(compute="_compute_rows", store=True)

    @api.depends("file")
    def _compute_rows(self):
        for wizard in self:
            try:
                rows = wizard._read_rows()
                wizard.problem = False
            except TrackingDataError as error:
                rows = []
                words = self.env["ecom.tracking.event"]._words_for_problem(error.problem, error.value)
                wizard.problem = self.env._("The file %(problem)s.", problem=words)
            wizard.good_count = sum(1 for row in rows if row.event)
            wizard.bad_count = len(rows) - wizard.good_count
            rows.sort(key=lambda row: bool(row.event))
            wizard.row_ids = [
                Command.clear(),
                *(Command.create(self._prepare_row_vals(row)) for row in rows[:PREVIEW]),
            ]

    def _read_rows(self):
        if not self.file:
            return []
        zone = ZoneInfo(self.env.user.tz or "UTC")
        now = fields.Datetime.now().replace(tzinfo=UTC)
        # saved from the form, the file would read as its size
        content = self.with_context(bin_size=False).file
        return read_file(base64.b64decode(content), now, zone)

    @api.model
    def _prepare_row_vals(self, row):
        words = row.problem and self.env["ecom.tracking.event"]._words_for_problem(row.problem, row.value)
        return {
            "line": row.line,
            "tracking_number": row.cells.get("number"),
            "code": row.event.code if row.event else False,
            "happened_at": row.event.happened_at.replace(tzinfo=None) if row.event else False,
            "place": row.cells.get("place"),
            "text": row.cells.get("text"),
            "problem": words and self.env._("Row %(line)s %(problem)s.", line=row.line, problem=words),
        }

    def action_load(self):
        """Load the good rows; the bad ones are named and left."""
        self.ensure_one()
        self.env["ecom.tracking.event"].check_access("create")
        if self.problem:
            raise UserError(self.problem)
        rows = self._read_rows()
        told = [row.event for row in rows if row.event]
        if not told:
            raise UserError(self.env._("There is no row to load."))
        # sudo: events change the state of deliveries that are another's to change
        events = self.env["ecom.tracking.event"].sudo()._receive(self.company_id, told, "file")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if self.bad_count else "success",
                "message": self.env._(
                    "%(new)s new events, %(known)s known already, %(bad)s bad rows left out, "
                    "%(unmatched)s without a parcel yet.",
                    new=len(events),
                    known=len(told) - len(events),
                    bad=self.bad_count,
                    unmatched=len(events.filtered(lambda event: not event.is_matched)),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class EcomTrackingImportRow(models.TransientModel):
    """A row of the file, as it will be loaded."""

    _name = "ecom.tracking.import.row"
    _description = "Row of a tracking file"

    wizard_id = fields.Many2one("ecom.tracking.import", required=True, index=True, ondelete="cascade")
    line = fields.Integer("Row")
    tracking_number = fields.Char()
    code = fields.Selection(CODE_LABELS)
    happened_at = fields.Datetime("Time")
    place = fields.Char()
    text = fields.Text("Carrier's words")
    problem = fields.Text()
