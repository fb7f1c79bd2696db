from odoo import api, fields, models
from odoo.fields import Command

from ..lot_status import RELEASE_STATUSES, WITHOUT_REASON

#: In the dialog only: take back what was decided here.
WITHDRAW = "withdraw"


class MedLotStatusWizard(models.TransientModel):
    _name = "med.lot.status.wizard"
    _description = "Change Release Status of Lots"

    lot_ids = fields.Many2many("stock.lot", string="Lots")
    batch_ids = fields.Many2many("med.lot.batch", string="Batches")
    status = fields.Selection(
        [*RELEASE_STATUSES, (WITHDRAW, "No Decision of Its Own")],
        "New Status",
        required=True,
        help="'No Decision of Its Own': in the zone, the general status counts again; a serial number "
        "follows its batch again.",
    )
    zone_id = fields.Many2one(
        "med.zone", "Only in Zone", domain="[('is_inside', '=', True)]", help="Empty: wherever it lies."
    )
    reason = fields.Char()
    reason_required = fields.Boolean(compute="_compute_reason_required")

    @api.model
    def default_get(self, fields):
        """Opened from the list's action menu, the lots or batches come as the selection."""
        values = super().default_get(fields)
        name = {"stock.lot": "lot_ids", "med.lot.batch": "batch_ids"}.get(
            self.env.context.get("active_model")
        )
        if name and not values.get("lot_ids") and not values.get("batch_ids"):
            values[name] = [Command.set(self.env.context.get("active_ids", []))]
        return values

    @api.depends("lot_ids.release_status", "batch_ids.release_status", "status", "zone_id")
    def _compute_reason_required(self):
        for wizard in self:
            old = [*wizard.lot_ids.mapped("release_status"), *wizard.batch_ids.mapped("release_status")]
            changes = {(status, wizard.status) for status in old}
            wizard.reason_required = bool(wizard.zone_id) or not changes <= WITHOUT_REASON

    def action_apply(self):
        self.ensure_one()
        status = False if self.status == WITHDRAW else self.status
        for records in (self.batch_ids, self.lot_ids):
            records._set_release_status(status, self.reason, zone=self.zone_id or None)
        return {"type": "ir.actions.act_window_close"}
