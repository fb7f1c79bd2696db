import math
from decimal import Decimal

from odoo import api, fields, models

from ..channels.neutral import StockLevel
from ..exceptions import PostponeExchange

BUSY_FOR = 3
#: The cron asks for the orders and goes on at once; this is for when it can't.
ASKED_WITHIN = 60
SAME = 1e-6


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
    def _queue(self, store):
        """Nothing is computed while a shipment to the shop is being sent: it changes the figures."""
        if store._try_lock_stock_writes():
            return super()._queue(store)
        self.env["ecom.exchange"].create(self._prepare_exchange_vals(store, 0))

    @api.model
    def _send(self, exchange, changes):
        """Look at the shop before writing: what was sold there meanwhile is taken in, not overwritten."""
        if self._differs(exchange.store_id, changes):
            exchange._postpone(PostponeExchange("stock_differs", ASKED_WITHIN))
            for kind in ("poll", "order"):
                self.env["ecom.exchange"]._wake(kind)
            return
        super()._send(exchange, changes)

    @api.model
    def _differs(self, store, changes):
        """Whether the shop shows other figures than we sent, for which its orders must be asked for first.

        A figure that was the same before and after the orders were asked for is nobody's sale: it may
        be overwritten.
        """
        channel = store._channel()
        told = {binding: figure for binding, (_value, figure) in changes.items() if figure and figure.sent_at}
        if not channel.capabilities.reads_stock or not told:
            return False
        polls = store._flow("poll").successes
        shown = self._shown(channel, list(told))
        unexplained = False
        for binding, quantity in shown.items():
            figure, (target, _figure) = told[binding], changes[binding]
            if min(abs(quantity - figure.value), abs(quantity - target)) < SAME:
                continue
            if not figure._was_asked_for(quantity, polls):
                figure.write({"seen": quantity, "seen_at": fields.Datetime.now(), "seen_polls": polls})
                unexplained = True
        return unexplained

    @api.model
    def _shown(self, channel, bindings):
        """:return: dict of binding to what the shop shows now"""
        size = channel.capabilities.max_stock_batch
        shown = {}
        for start in range(0, len(bindings), size):
            by_id = {binding.external_id: binding for binding in bindings[start : start + size]}
            found = channel.fetch_stock([binding._variant_ref() for binding in by_id.values()])
            shown |= {by_id[key]: float(quantity) for key, quantity in found.items() if key in by_id}
        return shown

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
