from odoo import api, fields, models

from ..lot_status import RELEASE_STATUSES
from .med_lot_status import UNLOCKED


class StockQuant(models.Model):
    """The status of what lies here: its lot's, unless something else was decided about this zone."""

    _inherit = "stock.quant"

    # Stored, so that reservation and the sellable quantity filter on a column of the quant itself.
    release_status = fields.Selection(
        RELEASE_STATUSES, compute="_compute_release_status", store=True, index=True
    )

    @api.depends(
        "zone_id",
        "lot_id.release_status",
        "lot_id.is_divided",
        "lot_id.batch_id",
        "lot_id.status_ids.status",
        "lot_id.batch_id.status_ids.status",
    )
    def _compute_release_status(self):
        """One query for all quants whose lot differs by zone; none for the others."""
        divided = self.lot_id.filtered("is_divided")
        states = self.env["med.lot.status"]._get_states(divided.ids, lock=UNLOCKED)[0] if divided else {}
        for quant in self:
            lot = quant.lot_id
            state = states.get(lot.id)
            quant.release_status = state.in_zone(quant.zone_id.id) if state else lot.release_status
