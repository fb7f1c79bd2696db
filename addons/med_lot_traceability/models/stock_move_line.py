from odoo import api, fields, models
from odoo.exceptions import UserError

#: Writing one of these on a done line may turn a legal movement into an illegal one.
GATED_FIELDS = {
    "lot_id",
    "quant_id",
    "product_id",
    "product_uom_id",
    "move_id",
    "picking_id",
    "location_id",
    "location_dest_id",
    "owner_id",
}


class StockMoveLine(models.Model):
    """The doors at which lines become done. What the gate checks there is in ``stock_move_line_gate.py``."""

    _inherit = "stock.move.line"

    # Holds and recalls look for the lines of a lot; core has no index there.
    lot_id = fields.Many2one(index="btree_not_null")
    lot_release_status = fields.Selection(related="lot_id.release_status", string="Release Status")

    @api.depends("product_id", "lot_id.expiration_date", "picking_id.scheduled_date")
    def _compute_expiration_date(self):
        """A device's expiry is the maker's: never make one up from the receipt date."""
        devices = self.filtered("product_id.is_medical_device")
        super(StockMoveLine, self - devices)._compute_expiration_date()
        for line in devices:
            line.expiration_date = line.lot_id.expiration_date or line.expiration_date

    @api.model_create_multi
    def create(self, vals_list):
        if any("state" in vals for vals in vals_list):
            self._med_refuse_state()
        lines = super().create(vals_list)
        # A line added to a done transfer moves its goods at once, without _action_done.
        lines.filtered(lambda line: line.state == "done")._med_check_release_gate()
        return lines

    def write(self, vals):
        if "state" in vals:
            self._med_refuse_state()
        if GATED_FIELDS & vals.keys():
            touched = self
        else:
            # Taking back a part of what was moved is always allowed; moving more is not.
            touched = self.filtered(lambda line: vals.get("quantity", 0) > line.quantity)
        res = super().write(vals)
        touched.filtered(lambda line: line.state == "done")._med_check_release_gate()
        return res

    def _action_done(self):
        """The one door that pickings, scrap, inventory and returns all pass."""
        guarded = self.filtered(lambda line: line._med_is_guarded())
        # Lots are locked before the quants, in the same order as a hold does: no deadlock.
        with_lot = guarded.filtered("lot_id")
        states = with_lot._med_check_release_gate()
        res = super()._action_done()
        # Core may just have found or created the lot by its name.
        states |= (guarded - with_lot)._med_check_release_gate()
        guarded._med_after_gate(states)
        return res

    def _med_after_gate(self, states):
        """Hook: these lines passed the gate and have moved.

        :param states: dict of lot id to ReleaseState, locked until the transaction ends
        """

    def _med_refuse_state(self):
        """The state of a line is that of its move, which core computes; written, it would lie."""
        raise UserError(
            self.env._("The state of a product move can't be written. Validate the transfer instead.")
        )
