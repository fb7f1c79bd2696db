from odoo import models
from odoo.tools import SQL

from ..sql_ids import sql_ids


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_sellable_quantities(self, warehouses):
        """Nothing of a device whose certificates have ended, so that shops stop offering it."""
        quantities = super()._get_sellable_quantities(warehouses)
        if not quantities:
            return quantities
        self.flush_model(["product_tmpl_id"])
        # by SQL: reading thousands of products with all their fields takes longer than the quantities
        query = SQL("SELECT id, product_tmpl_id FROM product_product WHERE id = ANY(%s)", sql_ids(quantities))
        templates = dict(self.env.execute_query(query))
        stopped = self.env["product.template"].browse(set(templates.values()))._get_stops("sale")
        if not stopped:
            return quantities
        return {
            product_id: quantity
            for product_id, quantity in quantities.items()
            if templates[product_id] not in stopped
        }
