from odoo import api, models


class ProductPricelistItem(models.Model):
    _inherit = "product.pricelist.item"

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        self.env["ecom.exchange"]._wake("price")
        return items

    def write(self, vals):
        res = super().write(vals)
        self.env["ecom.exchange"]._wake("price")
        return res

    def unlink(self):
        res = super().unlink()
        self.env["ecom.exchange"]._wake("price")
        return res
