from odoo import fields, models

from ..engine.weights import Tolerance


class StockPickingType(models.Model):
    """Whether deliveries are weighed, and what may differ."""

    _inherit = "stock.picking.type"

    must_weigh = fields.Boolean(
        "Weigh parcels", help="No delivery of this type leaves before each of its parcels was weighed."
    )
    weigh_tolerance_grams = fields.Float(
        "Tolerance in grams", default=50.0, help="The larger of the two tolerances counts."
    )
    weigh_tolerance_percent = fields.Float(
        "Tolerance in percent", default=2.0, help="Of the weight that is expected."
    )

    _weigh_tolerance_positive = models.Constraint(
        "CHECK (weigh_tolerance_grams >= 0 AND weigh_tolerance_percent >= 0)",
        "A tolerance can't be negative.",
    )

    def _get_weigh_tolerance(self):
        return Tolerance(self.weigh_tolerance_grams, self.weigh_tolerance_percent)
