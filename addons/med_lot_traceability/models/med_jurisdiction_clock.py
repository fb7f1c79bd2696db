from odoo import api, fields, models

EVENTS = [
    ("recall_1", "Recall, class 1"),
    ("recall_2", "Recall, class 2"),
    ("recall_3", "Recall, class 3"),
    ("death", "Adverse event: death"),
    ("serious", "Adverse event: serious injury"),
    ("threat", "Serious threat to public health"),
    ("malfunction", "Reportable malfunction"),
]
STARTS = [("decision", "Decision"), ("awareness", "Becoming aware")]
UNITS = [("hours", "Hours"), ("days", "Days"), ("working_days", "Working Days")]


class MedJurisdictionClock(models.Model):
    """By when something must have been told to the authority or to the customers."""

    _name = "med.jurisdiction.clock"
    _description = "Clock"
    _inherit = ["med.jurisdiction.line"]
    _order = "jurisdiction_id, id"

    event = fields.Selection(EVENTS, required=True)
    action = fields.Char("What Is Due", required=True, translate=True)
    duration = fields.Integer(required=True)
    unit = fields.Selection(UNITS, required=True, default="days")
    start = fields.Selection(STARTS, "Runs from", required=True, default="awareness")

    _duration_positive = models.Constraint("CHECK (duration > 0)", "A clock needs a duration.")

    @api.depends("event", "action")
    def _compute_display_name(self):
        events = dict(self._fields["event"]._description_selection(self.env))
        for clock in self:
            clock.display_name = f"{events.get(clock.event, '')}: {clock.action or ''}"
