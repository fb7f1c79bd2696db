from odoo import api, fields, models


class EcomReturnLine(models.Model):
    _name = "ecom.return.line"
    _description = "Line of a shop return"

    return_id = fields.Many2one("ecom.return", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="return_id.company_id", store=True, index=True)
    sale_line_id = fields.Many2one("sale.order.line", required=True, index=True)
    product_id = fields.Many2one(related="sale_line_id.product_id")
    product_uom_id = fields.Many2one(related="sale_line_id.product_uom_id")
    quantity = fields.Float(digits="Product Unit")
    announced_lot = fields.Char("Lot named by the shop", readonly=True)
    reason_id = fields.Many2one("ecom.return.reason", readonly=True, index="btree_not_null")
    reason_text = fields.Char("Reason in the shop", readonly=True)
    received_quantity = fields.Float(
        "Received quantity", digits="Product Unit", compute="_compute_received_quantity"
    )
    lot_names = fields.Char("Lots", compute="_compute_received_quantity")

    @api.depends("product_id", "quantity")
    def _compute_display_name(self):
        for line in self:
            product = line.product_id
            line.display_name = f"{line.quantity:g} × {product.default_code or product.name}"

    @api.depends("return_id.picking_ids.move_ids.state", "return_id.picking_ids.move_ids.quantity")
    def _compute_received_quantity(self):
        for line in self:
            # sudo: the accountant need not see transfers
            moves = line.sudo().return_id.picking_ids.move_ids.filtered(
                lambda move, line=line: (
                    move.sale_line_id == line.sale_line_id and move.location_id.usage == "customer"
                )
            )
            done = moves.filtered(lambda move: move.state == "done")
            line.received_quantity = sum(
                move.product_uom._compute_quantity(move.quantity, line.product_uom_id) for move in done
            )
            line.lot_names = ", ".join(sorted(filter(None, moves.move_line_ids.lot_id.mapped("name"))))

    def _moves_to_return(self):
        """The moves by which the goods left, first those with the lot that the shop named."""
        moves = self.sale_line_id._shop_shipped_moves()
        return moves.sorted(lambda move: self.announced_lot not in move.move_line_ids.lot_id.mapped("name"))

    def _worth(self, quantity):
        """What was paid for so many of the line, with tax."""
        self.ensure_one()
        sold = self.sale_line_id
        return sold.price_total * quantity / sold.product_uom_qty if sold.product_uom_qty else 0.0
