from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_sellable_quantities(self, warehouses):
        """Nothing of a device whose certificates have ended, so that shops stop offering it."""
        quantities = super()._get_sellable_quantities(warehouses)
        found = self.browse(quantities)
        stopped = found.product_tmpl_id._get_stops("sale")
        if not stopped:
            return quantities
        return {
            product.id: quantities[product.id]
            for product in found
            if product.product_tmpl_id.id not in stopped
        }
