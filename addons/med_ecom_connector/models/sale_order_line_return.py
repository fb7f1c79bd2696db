from odoo import models


class SaleOrderLine(models.Model):
    """What of a line left, and what may still come back."""

    _inherit = "sale.order.line"

    def _shop_shipped_moves(self):
        """Moves by which goods of this line left to the customer, the last one first."""
        moves = self.move_ids.filtered(
            lambda move: move.state == "done" and move.location_dest_id.usage == "customer"
        )
        return moves.sorted("id", reverse=True)

    def _shop_returnable(self):
        """How much the customer has that is neither back nor announced, in the unit of the line."""
        self.ensure_one()
        return sum(
            move.product_uom._compute_quantity(move._shop_still_out(), self.product_uom_id)
            for move in self._shop_shipped_moves()
        )
