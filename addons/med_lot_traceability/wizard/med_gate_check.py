from odoo import api, fields, models

from ..lot_status import EFFECTIVE_STATUSES
from ..operations import OPERATIONS


class MedGateCheck(models.TransientModel):
    """Ask the release gate whether a movement is allowed, and by which rule, before anybody lifts a box."""

    _name = "med.gate.check"
    _description = "Check a Movement"

    status = fields.Selection(EFFECTIVE_STATUSES, required=True, default="released")
    operation = fields.Selection(OPERATIONS, required=True, default="internal")
    from_zone_id = fields.Many2one(
        "med.zone", "From", required=True, default=lambda self: self._get_zone("awaiting")
    )
    to_zone_id = fields.Many2one(
        "med.zone", "To", required=True, default=lambda self: self._get_zone("released")
    )
    rule_id = fields.Many2one("med.gate.rule", "Allowed by", compute="_compute_rule_id")
    note = fields.Char(related="rule_id.note")
    other_zone_ids = fields.Many2many(
        "med.zone", string="From Here It May Go to", compute="_compute_other_zone_ids"
    )

    def _get_zone(self, code):
        return self.env["med.zone"].search([("code", "=", code)])

    @api.depends("status", "operation", "from_zone_id", "to_zone_id")
    def _compute_rule_id(self):
        rules = self.env["med.gate.rule"]
        for check in self:
            check.rule_id = rules.browse(
                rules._find_rule_id(check.status, check.from_zone_id.id, check.to_zone_id.id, check.operation)
                or ()
            )

    @api.depends("status", "operation", "from_zone_id")
    def _compute_other_zone_ids(self):
        for check in self:
            check.other_zone_ids = self.env["med.gate.rule"]._get_allowed_zones(
                check.status, check.from_zone_id.id, check.operation
            )
