from odoo import api, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_retained(self):
        # sudo: lots of every company count
        lots = self.env["stock.lot"].sudo().search([("product_id", "in", self.ids)])
        for product, product_lots in lots.grouped("product_id").items():
            product_lots._check_retention(product)
