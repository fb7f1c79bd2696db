from odoo import api, models
from odoo.fields import Command

from ..engine.instants import naive_utc
from ..exceptions import HoldExchange


class EcomOrderBuilder(models.AbstractModel):
    """From shop orders to the values of sales orders, or to the reason why a person must look first."""

    _name = "ecom.order.builder"
    _description = "Builds sales orders from shop orders"

    @api.model
    def _build(self, store, arrivals):
        """Fill ``arrival.vals`` of those that can become sales orders; hold the others.

        :return: list of the accepted :class:`~.ecom_handler_order.Arrival`
        """
        products = self.env["ecom.product.finder"]._for_orders(store, [arrival.order for arrival in arrivals])
        # Before the work, not after: who was too late to see the newest promises starts over.
        self.env["ecom.promise.guard"]._lock(products.goods())
        currencies = self._currencies({arrival.order.currency for arrival in arrivals})
        accepted = []
        for arrival in arrivals:
            try:
                arrival.vals = self._prepare_order_vals(store, arrival, products, currencies)
            except HoldExchange as hold:
                self._hold(store, arrival, products, hold)
            else:
                accepted.append(arrival)
        contacts = self.env["ecom.customer.matcher"]._match(store, [arrival.order for arrival in accepted])
        for arrival, contact in zip(accepted, contacts, strict=True):
            arrival.vals.update(
                {
                    "partner_id": contact.customer.id,
                    "partner_invoice_id": contact.billing.id,
                    "partner_shipping_id": contact.shipping.id,
                }
            )
            self._add_fiscal_position(store, arrival.vals)
        return accepted

    @api.model
    def _hold(self, store, arrival, products, hold):
        """Park the order, and keep its goods off the shops while it waits."""
        arrival.exchanges._hold(hold.problem, hold.params, reference=arrival.order.number)
        self.env["ecom.stock.claim"]._claim(arrival.exchanges[0], arrival.order, products)
        self.env["ecom.exchange"]._wake("stock")

    @api.model
    def _prepare_order_vals(self, store, arrival, products, currencies):
        order = arrival.order
        self.env["ecom.customer.matcher"]._check_addresses(order)
        currency = self._currency(currencies, order.currency)
        lines = self._prepare_lines_vals(store, arrival, products, currency)
        return {
            **self._prepare_head_vals(store, order, currency),
            "order_line": [Command.create(vals) for vals in lines],
        }

    @api.model
    def _prepare_state_vals(self, order):
        """What of an order's head follows the shop for as long as the order lives."""
        return {
            "ecom_payment_state": order.payment_state,
            "ecom_payment_method": order.payment_method,
            "ecom_customer_note": order.note,
            "ecom_voucher_codes": ", ".join(order.discount_codes),
            "ecom_exchange_rate": float(order.exchange_rate or 0),
        }

    @api.model
    def _prepare_head_vals(self, store, order, currency):
        carrier = self.env["delivery.carrier"]
        if order.shipping_lines:
            carrier = self.env["ecom.shipping.map"]._carrier_for(store, order.shipping_lines[0].name)
        return {
            "company_id": store.company_id.id,
            "ecom_store_id": store.id,
            "ecom_ordered_at": naive_utc(order.created_at),
            "date_order": naive_utc(order.created_at),
            **self._prepare_state_vals(order),
            "client_order_ref": order.number,
            "origin": f"{store.name} {order.number}",
            "pricelist_id": self._pricelist(store, currency).id,
            "currency_id": currency.id,
            "warehouse_id": store.warehouse_id.id,
            "user_id": store.responsible_id.id,
            "team_id": store.team_id.id,
            "carrier_id": carrier.id,
            "fiscal_position_id": False,
            "payment_term_id": False,
            "require_signature": False,
            "require_payment": False,
        }

    @api.model
    def _currencies(self, codes):
        """:return: dict of code to ``res.currency``, active or not"""
        currencies = self.env["res.currency"].with_context(active_test=False)
        return {currency.name: currency for currency in currencies.search([("name", "in", list(codes))])}

    @api.model
    def _currency(self, currencies, code):
        """:raises HoldExchange: for a currency that is unknown, or not active"""
        currency = currencies.get(code)
        if not currency:
            raise HoldExchange("currency_unknown", currency=code)
        if not currency.active:
            raise HoldExchange("currency_inactive", currency=code)
        return currency

    @api.model
    def _pricelist(self, store, currency):
        """The store's price list if it is in this currency, else one that only carries the currency."""
        if store.pricelist_id.currency_id == currency:
            return store.pricelist_id
        name = f"{store.name} {currency.name}"
        domain = [
            ("name", "=", name),
            ("currency_id", "=", currency.id),
            ("company_id", "=", store.company_id.id),
        ]
        pricelists = self.env["product.pricelist"]
        return pricelists.search(domain, limit=1) or pricelists.create(
            {"name": name, "currency_id": currency.id, "company_id": store.company_id.id}
        )
