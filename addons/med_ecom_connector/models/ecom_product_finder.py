from odoo import api, models


class ProductFinder:
    """The products of a batch of shop orders, looked up in two queries."""

    def __init__(self, bindings, by_variant, by_sku):
        self._bindings = bindings
        self._by_variant = by_variant
        self._by_sku = by_sku

    def for_line(self, line):
        """:raises HoldExchange: when it is not clear which product a line sells"""
        return self._bindings._one_product(self._candidates(line), line)

    def goods(self):
        """All products found that are kept in stock."""
        bound = self._bindings.union(*self._by_variant.values()).product_id
        return bound.union(*self._by_sku.values()).filtered("is_storable")

    def guess(self, line):
        """The product a line most likely sells, or nothing."""
        return self._candidates(line)[:1]

    def _candidates(self, line):
        binding = self._by_variant.get(line.variant_id, self._bindings)
        if binding.product_id:
            return binding.product_id
        if binding and not binding.sku:
            # The SKU is another article's: WooCommerce shows the parent's for a variation without one
            return self._bindings.product_id
        return self._by_sku.get(line.sku, self._bindings.product_id)


class EcomProductFinder(models.AbstractModel):
    _name = "ecom.product.finder"
    _description = "Finds the products of shop orders"

    @api.model
    def _for_orders(self, store, orders):
        """:return: :class:`ProductFinder`"""
        bindings = self.env["ecom.product.binding"]
        lines = [line for order in orders for line in order.lines]
        by_variant = bindings._by_external_id(store, {line.variant_id for line in lines if line.variant_id})
        open_skus = {line.sku for line in lines if line.sku and line.variant_id not in by_variant}
        mapped = {
            line.sku
            for line in lines
            if line.variant_id in by_variant and not by_variant[line.variant_id].product_id
        }
        by_sku = bindings._products_by_sku(store, open_skus | mapped)
        return ProductFinder(bindings, by_variant, {**self._mapped_by_sku(store, open_skus), **by_sku})

    @api.model
    def _mapped_by_sku(self, store, skus):
        """Products that a person mapped these SKUs to, for lines that name no article of the shop."""
        mapped = self.env["ecom.product.binding"].search(
            [("store_id", "=", store.id), ("sku", "in", list(skus)), ("product_id", "!=", False)]
        )
        return {sku: found.product_id for sku, found in mapped.grouped("sku").items()}
