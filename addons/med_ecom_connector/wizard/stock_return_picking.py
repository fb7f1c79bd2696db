from odoo import models


class StockReturnPicking(models.TransientModel):
    _inherit = "stock.return.picking"

    def _return_what_is_out(self):
        """Create the return of all that was delivered and is neither back nor announced.

        :return: the new transfer, or none when nothing is out
        """
        self.ensure_one()
        for line in self.product_return_moves:
            back = line.move_id.returned_move_ids.filtered(lambda move: move.state != "cancel")
            returned = sum(
                move.product_uom._compute_quantity(
                    move.quantity if move.state == "done" else move.product_uom_qty, line.uom_id
                )
                for move in back
            )
            line.quantity = max(line.move_id.quantity - returned, 0.0)
        if not any(self.product_return_moves.mapped("quantity")):
            return self.env["stock.picking"]
        return self._create_return()
