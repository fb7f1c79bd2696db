from odoo import api, models

WATCHED = {"quantity", "reserved_quantity", "release_status", "lot_id", "location_id"}


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        quants._tell_shops()
        return quants

    def write(self, vals):
        res = super().write(vals)
        if WATCHED & vals.keys():
            self._tell_shops()
        return res

    @api.model
    def _tell_shops(self):
        """Have the stock push run after this transaction, once however many quants it changed.

        Only a wake-up: what the shops are told is computed then, from what is committed.
        """
        precommit = self.env.cr.precommit
        if not precommit.data.get("med_ecom_stock_changed"):
            precommit.data["med_ecom_stock_changed"] = True
            precommit.add(lambda: self.env["ecom.exchange"]._wake("stock"))
