from odoo import models

WATCHED = {"release_status", "expiration_date"}


class StockLot(models.Model):
    _inherit = "stock.lot"

    def write(self, vals):
        """A lot on hold is off the shops within seconds, a released one on sale."""
        res = super().write(vals)
        if WATCHED & vals.keys():
            self.env["stock.quant"]._tell_shops()
        return res
