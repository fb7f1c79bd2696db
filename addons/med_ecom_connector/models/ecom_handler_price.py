from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from odoo import api, fields, models

from ..channels.neutral import PriceUpdate


class Offer(NamedTuple):
    """What the customer pays; and the regular price where a discount on it is shown, else 0."""

    amount: float
    regular: float


class EcomHandlerPrice(models.AbstractModel):
    """Prices out: from the store's price list, or the sales price without one.

    A discount in percent is shown to the customer where Odoo shows discounts and the shop has room for it.
    """

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
            rules = store.pricelist_id._compute_price_rule(products, 1.0, currency=currency)
            prices = {product_id: price for product_id, (price, _rule) in rules.items()}
            regular = self._regular_prices(store, products, rules, currency)
        else:
            prices, regular = {product.id: product.lst_price for product in products}, {}
        # A product without a price is not given away.
        return {
            binding.id: Offer(
                currency.round(prices[binding.product_id.id]), regular.get(binding.product_id.id, 0.0)
            )
            for binding in bindings
            if prices[binding.product_id.id] > 0
        }

    @api.model
    def _regular_prices(self, store, products, rules, currency):
        """Prices before the discount, of products whose rule shows one.

        :param rules: dict of product id to (price, rule id)
        """
        if not store._capabilities().sale_prices:
            return {}
        items = self.env["product.pricelist.item"]
        showing = {
            rule.id: rule
            for rule in items.browse({rule_id for _price, rule_id in rules.values() if rule_id})
            if rule._show_discount()
        }
        found = {}
        for product in products:
            price, rule_id = rules[product.id]
            if rule_id in showing:
                regular = currency.round(
                    showing[rule_id]._compute_price_before_discount(
                        product, 1.0, product.uom_id, fields.Datetime.now(), currency=currency
                    )
                )
                # a mark-up is no sale
                if currency.compare_amounts(regular, price) > 0:
                    found[product.id] = regular
        return found

    @api.model
    def _prepare_figure_vals(self, target):
        return {"value": target.amount, "regular": target.regular}

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
                PriceUpdate(
                    binding._variant_ref(),
                    Decimal(str(offer.amount)),
                    currency,
                    self._regular_to_tell(binding, offer),
                )
                for binding, offer in changes.items()
            ]
        )

    @api.model
    def _regular_to_tell(self, binding, offer):
        """The regular price; the price itself where a sale that the shop was told is over."""
        if offer.regular:
            return Decimal(str(offer.regular))
        return Decimal(str(offer.amount)) if binding._figure("price").regular else None
