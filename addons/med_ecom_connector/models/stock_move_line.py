from odoo import fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    ecom_parcel_id = fields.Many2one(
        "ecom.parcel", "Parcel", index="btree_not_null", readonly=True, copy=False, ondelete="set null"
    )

    def _med_get_operation(self):
        """To hand a customer's own goods back is no delivery: the gate has a rule of its own for it."""
        operation = super()._med_get_operation()
        return "hand_back" if operation == "delivery" and self._hands_back() else operation

    def _hands_back(self):
        """Whether these very goods came with a return that was declined."""
        # sudo: the gate judges whatever is moved; whoever moves it need not see the return
        declined = self.picking_id.sudo().ecom_return_id.filtered(lambda one: one.decision == "decline")
        return any(
            (line.product_id, line.lot_id, line.location_dest_id)
            == (self.product_id, self.lot_id, self.location_id)
            for line in declined._get_received_lines()
        )
