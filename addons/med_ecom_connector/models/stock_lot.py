from odoo import models

WATCHED = {"expiration_date"}


class StockLot(models.Model):
    _inherit = "stock.lot"

    def write(self, vals):
        res = super().write(vals)
        if WATCHED & vals.keys():
            self.env["stock.quant"]._tell_shops()
        return res

    def _on_status_change(self):
        """A lot on hold, in one zone or in all, is off the shops within seconds, a released one on sale."""
        super()._on_status_change()
        self.env["stock.quant"]._tell_shops()
