from odoo import api, fields, models
from odoo.fields import Command

from ..lot_status import RELEASE_STATUSES, WITHOUT_REASON


class MedLotStatusWizard(models.TransientModel):
    _name = "med.lot.status.wizard"
    _description = "Change Release Status of Lots"

    lot_ids = fields.Many2many("stock.lot", string="Lots", required=True)
    status = fields.Selection(RELEASE_STATUSES, "New Status", required=True)
    reason = fields.Char()
    reason_required = fields.Boolean(compute="_compute_reason_required")

    @api.model
    def default_get(self, fields):
        """Opened from the list's action menu, the lots come as the selection."""
        values = super().default_get(fields)
        if not values.get("lot_ids") and self.env.context.get("active_model") == "stock.lot":
            values["lot_ids"] = [Command.set(self.env.context.get("active_ids", []))]
        return values

    @api.depends("lot_ids.release_status", "status")
    def _compute_reason_required(self):
        for wizard in self:
            wizard.reason_required = any(
                (lot.release_status, wizard.status) not in WITHOUT_REASON for lot in wizard.lot_ids
            )

    def action_apply(self):
        self.ensure_one()
        self.lot_ids._set_release_status(self.status, self.reason)
        return {"type": "ir.actions.act_window_close"}
