from odoo import api, fields, models


class StockQuant(models.Model):
    _inherit = "stock.quant"

    zone_id = fields.Many2one(related="location_id.effective_zone_id", store=True, index=True)
    is_medical_device = fields.Boolean(related="product_id.is_medical_device")

    @api.model
    def _get_removal_strategy(self, product_id, location_id):
        """Devices leave first expiry first, whatever their category or location says."""
        if product_id.is_medical_device:
            return "first_expiry"
        return super()._get_removal_strategy(product_id, location_id)

    @api.model
    def _get_removal_strategy_order(self, removal_strategy):
        # Not core's "fefo": that one follows the removal date, which anybody may edit on the lot.
        if removal_strategy == "first_expiry":
            return "expiration_date, in_date, id"
        return super()._get_removal_strategy_order(removal_strategy)

    def _get_gather_domain(
        self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False
    ):
        """Leave out stock that may not make the move, but only while a reservation looks for it.

        Everything else (counting, done moves) must see all quants, else it would make negative twins.
        """
        moves_to, leaves_on = map(self.env.context.get, ("med_moves_to", "med_leaves_on"))
        if moves_to and not leaves_on:
            # Core leaves out what is past its removal date; but the expired must get to the rejected zone.
            self = self.with_context(with_expiration=False)
        domain = super()._get_gather_domain(product_id, location_id, lot_id, package_id, owner_id, strict)
        if moves_to:
            domain &= product_id._get_usable_quant_domain(*moves_to, leaves_on)
        return domain
