from odoo import models
from odoo.exceptions import UserError


class StockLot(models.Model):
    _inherit = "stock.lot"

    def write(self, vals):
        """A lot in stock keeps its product: another one would turn what lies there into something else."""
        if "product_id" in vals:
            self._med_check_no_stock(vals["product_id"])
        return super().write(vals)

    def _med_check_no_stock(self, product_id):
        changed = self.filtered(lambda lot: lot.product_id.id != product_id)
        # sudo: stock of every company counts
        quants = self.env["stock.quant"].sudo()
        quant = quants.search([("lot_id", "in", changed.ids), ("quantity", "!=", 0)], limit=1)
        product = self.env["product.product"].browse(product_id)
        if quant and (quant.product_id.is_medical_device or product.is_medical_device):
            raise UserError(
                self.env._(
                    "Lot %(lot)s of %(product)s is in stock (%(location)s), so its product can't change. "
                    "Write the stock off and receive it under the right product.",
                    lot=quant.lot_id.name,
                    product=quant.product_id.display_name,
                    location=quant.location_id.display_name,
                )
            )
