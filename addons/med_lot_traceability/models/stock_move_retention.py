from odoo import api, models


class StockMove(models.Model):
    """Done movements of devices stay done, and stay on their transfer: core lets an import undo both."""

    _inherit = "stock.move"

    def write(self, vals):
        if ("state" in vals and vals["state"] != "done") or "picking_id" in vals:
            for move in self.filtered(lambda move: move.state == "done" and move._is_detached(vals)):
                self.env["med.retention"]._check_done_lines(move, move)
        return super().write(vals)

    def _is_detached(self, vals):
        moved = "picking_id" in vals and self.picking_id and vals["picking_id"] != self.picking_id.id
        return moved or vals.get("state", "done") != "done"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_retained(self):
        for move in self.filtered(lambda move: move.state == "done"):
            self.env["med.retention"]._check_done_lines(move, move)
