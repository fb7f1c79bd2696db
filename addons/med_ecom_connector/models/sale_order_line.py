from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    ecom_line_ref = fields.Char("Line in the shop", readonly=True, copy=False)
    ecom_charge_ref = fields.Char(
        "Fee or shipping in the shop", readonly=True, copy=False, help="Rounding lines of ours have a word."
    )
    ecom_shipped_qty = fields.Float(
        "Shipped in the shop",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="What the shop counts as shipped.",
    )

    def _by_shop_ref(self):
        """:return: dict of the shop's id of a line to the line, for those that the shop has"""
        return {line.ecom_line_ref: line for line in self if line.ecom_line_ref}

    def _update_line_quantity(self, values):
        """An edit of the shop leaves one note on the order, not one more per line."""
        if not self.env.context.get("ecom_shop_edit"):
            super()._update_line_quantity(values)

    def _pickings_at_work(self):
        """Transfers in which somebody has these goods in hand already, or has moved them to the next step."""
        self.ensure_one()
        moves = self.move_ids.filtered(
            lambda move: (
                (move.state == "done" and move.location_dest_usage != "customer")
                or (move.state not in ("done", "cancel") and move.picked)
            )
        )
        return (moves | moves.move_dest_ids).picking_id.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )

    def _put_back_what_is_too_much(self):
        """Odoo leaves in a transfer what was picked, though less is ordered now, and would ship it all."""
        for move in self.move_ids.filtered(lambda one: one.picked and one.state not in ("done", "cancel")):
            if move.product_uom.compare(move.quantity, move.product_uom_qty) > 0:
                move.quantity = move.product_uom_qty
