import math
from decimal import Decimal

from odoo import api, models

from ..channels.neutral import StockLevel
from ..exceptions import PostponeExchange

BUSY_FOR = 3


class EcomHandlerStock(models.AbstractModel):
    """Stock out: what each shop may sell, as soon as it changes."""

    _name = "ecom.handler.stock"
    _description = "Sends stock to shops"
    _inherit = "ecom.handler.push"

    _kind = "stock"

    @api.model
    def _handle(self, exchanges):
        for store in exchanges.store_id:
            if not store._try_lock_stock_writes():
                raise PostponeExchange("shipment_running", BUSY_FOR)
        return super()._handle(exchanges)

    @api.model
    def _targets(self, store, bindings):
        """Sellable pieces; where the shop's figure includes its open orders, plus these."""
        capabilities = store._capabilities()
        products = bindings.product_id
        sellable = self.env["ecom.sellable"]._quantities(store, products)
        still_there = (
            self.env["ecom.sellable"]._open_in_shop(store, products)
            if capabilities.stock_includes_open_orders
            else {}
        )
        return {
            binding.id: self._whole(sellable.get(binding.product_id.id, 0.0), capabilities)
            + still_there.get(binding.product_id.id, 0.0)
            for binding in bindings
        }

    @api.model
    def _whole(self, quantity, capabilities):
        """Never more than there is: a shop that counts whole pieces is told the whole ones."""
        return quantity if capabilities.fractional_stock else float(math.floor(quantity + 1e-6))

    @api.model
    def _batch_size(self, capabilities):
        return capabilities.max_stock_batch

    @api.model
    def _push(self, store, channel, changes):
        return channel.push_stock(
            [
                StockLevel(binding._variant_ref(), Decimal(str(quantity)))
                for binding, quantity in changes.items()
            ]
        )
