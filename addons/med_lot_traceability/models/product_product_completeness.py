from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def action_complete(self):
        """The master data of a device is that of its template."""
        return self.product_tmpl_id.action_complete()
