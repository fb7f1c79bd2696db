from odoo import models

WATCHED = {"list_price", "lst_price", "standard_price"}


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def write(self, vals):
        res = super().write(vals)
        if WATCHED & vals.keys():
            self.env["ecom.exchange"]._wake("price")
        return res
