from odoo import api, models

VARIANT_FIELDS = {"default_code", "barcode", "active"}


class ProductProduct(models.Model):
    """Variants, as shops show them."""

    _inherit = "product.product"

    @api.model_create_multi
    def create(self, vals_list):
        products = super().create(vals_list)
        self.env["ecom.exchange"]._wake_products()
        return products

    def write(self, vals):
        res = super().write(vals)
        if VARIANT_FIELDS & vals.keys():
            self.env["ecom.exchange"]._wake_products()
        return res
