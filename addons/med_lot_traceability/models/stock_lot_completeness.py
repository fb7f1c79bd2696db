from odoo import api, models


class StockLot(models.Model):
    """How complete the record of a lot is, by the rules of its product's jurisdictions."""

    _inherit = "stock.lot"

    @api.model
    def _get_completeness_fields(self):
        """The fields that a jurisdiction may require, in the order in which people are asked for them."""
        return ["production_date", "expiration_date", "sterilisation_lot", "inspection_report"]
