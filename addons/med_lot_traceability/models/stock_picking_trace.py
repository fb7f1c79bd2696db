from odoo import models


class StockPicking(models.Model):
    """Transfers, as the trace finds them."""

    _inherit = "stock.picking"

    # people ask where a parcel's lots came from, by its tracking number
    _med_tracking_ref_idx = models.Index("(carrier_tracking_ref) WHERE carrier_tracking_ref IS NOT NULL")
