from odoo import api, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model_create_multi
    def create(self, vals_list):
        products = super().create(vals_list)
        products._adopt_shop_articles()
        return products

    def write(self, vals):
        res = super().write(vals)
        if vals.get("default_code") or vals.get("active"):
            self._adopt_shop_articles()
        return res

    def _adopt_shop_articles(self):
        """A product that now has an article's SKU is that article: map it, and let its orders go on."""
        skus = {product.default_code for product in self if product.default_code and product.active}
        if not skus:
            return
        # sudo: who edits products need not see the shops of every company
        bindings = self.env["ecom.product.binding"].sudo()
        open_ones = bindings.search([("sku", "in", list(skus)), ("ignored_at", "=", False)])
        for store, of_store in open_ones.grouped("store_id").items():
            by_sku = bindings._products_by_sku(store, skus)
            for binding in of_store.filtered(lambda one: not one.product_id):
                candidates = by_sku.get(binding.sku, self.browse()).filtered("active")
                if len(candidates) == 1:
                    binding.product_id = candidates
            # mapped before, but its product was archived
            revived = of_store.filtered(lambda one: one.product_id in self)
            self.env["ecom.exchange"].sudo()._release_waiting_for(store, set(revived.mapped("sku")))
