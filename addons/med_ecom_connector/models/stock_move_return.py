from odoo import models
from odoo.fields import Command


class StockMove(models.Model):
    """Moves that goods left by, and moves that bring them back."""

    _inherit = "stock.move"

    def _propose_lots(self, lots):
        """Have the warehouse expect the lots that the shop named; the rest stays as Odoo proposes it.

        :param lots: dict of lot name to quantity in the unit of the move; "" for no lot in particular
        """
        self.ensure_one()
        shipped = self.origin_returned_move_id.move_line_ids.lot_id
        named = {
            shipped.filtered(lambda lot, name=name: lot.name == name): quantity
            for name, quantity in lots.items()
        }
        if not any(named):
            return
        rest = self.product_uom_qty - sum(quantity for lot, quantity in named.items() if lot)
        others = (shipped - self.env["stock.lot"].union(*named))[:1] or shipped[:1]
        vals = self._prepare_move_line_vals(quantity=0)
        self.move_line_ids.unlink()
        self.move_line_ids = [
            Command.create({**vals, "lot_id": lot.id, "quantity": quantity})
            for lot, quantity in [*((lot, part) for lot, part in named.items() if lot), (others, rest)]
            if quantity > 0
        ]

    def _shop_still_out(self):
        """Of what left by this move, what is neither back nor announced, in the unit of the move."""
        self.ensure_one()
        back = self.returned_move_ids.filtered(lambda move: move.state != "cancel")
        return self.quantity - sum(
            move.product_uom._compute_quantity(
                move.quantity if move.state == "done" else move.product_uom_qty, self.product_uom
            )
            for move in back
        )
