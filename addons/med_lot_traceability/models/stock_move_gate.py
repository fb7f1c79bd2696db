from odoo import api, models
from odoo.exceptions import UserError

#: Only code that has this very object can say that a move becomes done through the door.
THROUGH_THE_DOOR = object()


class StockMove(models.Model):
    """Doors of the gate on moves: nobody writes by hand that a movement of a device has happened."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        # Lines typed into a done transfer bring their own move, and pass the gate themselves.
        for move in moves:
            if move.state == "done" and move.picking_id.state != "done":
                move._med_refuse_done_by_hand()
        return moves

    def write(self, vals):
        through_the_door = self.env.context.get("med_done") is THROUGH_THE_DOOR
        if not through_the_door and ("state" in vals or "product_id" in vals):
            for move in self:
                becomes_done = vals.get("state") == "done" and move.state != "done"
                leaves_done = move.state == "done" and vals.get("state", "done") != "done"
                changes = move.state == "done" and vals.get("product_id", move.product_id.id)
                if becomes_done or leaves_done or changes not in (False, move.product_id.id):
                    move._med_refuse_done_by_hand()
        return super().write(vals)

    def _action_done(self, cancel_backorder=False):
        moves = super(StockMove, self.with_context(med_done=THROUGH_THE_DOOR))._action_done(cancel_backorder)
        return moves.with_env(self.env)

    def _med_refuse_done_by_hand(self):
        if self.product_id.is_medical_device:
            raise UserError(
                self.env._(
                    "What was moved of %(product)s is a regulated record: its state and product can't be "
                    "written. Validate the transfer, or correct the lines of the done one.",
                    product=self.product_id.display_name,
                )
            )
