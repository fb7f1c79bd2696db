from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models

from ..channels.neutral import PriceUpdate


class EcomHandlerPrice(models.AbstractModel):
    """Prices out: from the store's price list, or the sales price without one."""

    _name = "ecom.handler.price"
    _description = "Sends prices to shops"
    _inherit = "ecom.handler.push"

    _kind = "price"

    @api.model
    def _queue(self, store):
        res = super()._queue(store)
        self._wake_at_next_change(store)
        return res

    @api.model
    def _wake_at_next_change(self, store):
        """A price that begins or ends at some time is sent then, by itself."""
        now = fields.Datetime.now()
        items = self.env["product.pricelist.item"]
        # what the list is based on may change as well, so all lists of the company count
        domain = [("company_id", "in", (False, store.company_id.id))]
        begins = items.search([*domain, ("date_start", ">", now)], order="date_start", limit=1).date_start
        ends = items.search([*domain, ("date_end", ">=", now)], order="date_end", limit=1).date_end
        # it still holds at the second it ends
        times = [time for time in (begins, ends and ends + timedelta(seconds=1)) if time]
        if not times:
            return
        cron = self.env.ref("med_ecom_connector.ir_cron_prices")
        # the engine's own schedule, whoever pressed the button
        triggers = self.env["ir.cron.trigger"].sudo()
        if not triggers.search_count([("cron_id", "=", cron.id), ("call_at", "=", min(times))], limit=1):
            self.env["ecom.exchange"]._wake("price", min(times))

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
