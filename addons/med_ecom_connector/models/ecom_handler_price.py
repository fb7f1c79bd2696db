from decimal import Decimal

from odoo import api, models

from ..channels.neutral import PriceUpdate


class EcomHandlerPrice(models.AbstractModel):
    """Prices out: from the store's price list, or the sales price without one."""

    _name = "ecom.handler.price"
    _description = "Sends prices to shops"
    _inherit = "ecom.handler.push"

    _kind = "price"

    @api.model
    def _targets(self, store, bindings):
        products = bindings.product_id
        currency = self._currency(store)
        if store.pricelist_id:
            prices = store.pricelist_id._get_products_price(products, 1.0, currency=currency)
        else:
            prices = {product.id: product.lst_price for product in products}
        # A product without a price is not given away.
        return {
            binding.id: currency.round(prices[binding.product_id.id])
            for binding in bindings
            if prices[binding.product_id.id] > 0
        }

    @api.model
    def _currency(self, store):
        return store.pricelist_id.currency_id or store.currency_id

    @api.model
    def _batch_size(self, capabilities):
        return capabilities.max_price_batch

    @api.model
    def _push(self, store, channel, changes):
        currency = self._currency(store).name
        return channel.push_prices(
            [
                PriceUpdate(binding._variant_ref(), Decimal(str(price)), currency)
                for binding, price in changes.items()
            ]
        )
