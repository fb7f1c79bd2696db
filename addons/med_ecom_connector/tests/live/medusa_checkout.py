"""Orders of a live Medusa shop: by a cart as customers make them, or as drafts as merchants do.

Only a draft may go unpaid, or have prices of its own. Those are net whatever the region says, so where
prices are with tax, the region has them.
"""

from . import medusa_seed as seed

ADDRESS = {
    "first_name": "Anna",
    "last_name": "Klein",
    "company": "Praxis Klein",
    "address_1": "1 rue de Rivoli",
    "city": "Paris",
    "postal_code": "75001",
    "phone": "+33142278100",
}
#: what the driver needs of an order
FIELDS = "id,total,*items,*items.detail,*payment_collections,*payment_collections.payments,*shipping_address"


class MedusaCheckout:
    """Part of ``LiveMedusa``."""

    def place_order(self, lines, **options):
        """``lines`` are (sku, quantity) or (sku, quantity, price).

        :param options: of those of ``fakes.medusa_order.build_order``: ``vat``, ``tax_rate``,
            ``tax_rates``, ``inclusive``, ``discount`` with ``code``, ``shipping_price``, ``currency``
            with ``exchange_rate``, ``paid``, ``unpaid``, ``provider``
        :return: the order, as far as the driver needs it
        """
        country = self._country(options)
        if country == seed.WITH_TAX:
            for sku, _quantity, price in lines:
                self.place.set_price(self.admin, sku, country, price)
            lines = [line[:2] for line in lines]
        own_prices = any(len(line) > 2 for line in lines)
        make = self._place_draft if own_prices or options.get("unpaid") else self._check_out
        order = {"id": make(lines, country, options), "items": []}
        self._refresh(order)
        order["items"].sort(key=lambda item: [line[0] for line in lines].index(item["variant_sku"]))
        if options.get("paid"):
            self.capture(order)
        return order

    def _country(self, options):
        """Where it goes decides on taxes and currency."""
        if options.get("currency", "eur") == "usd":
            return seed.DOLLARS
        if options.get("inclusive"):
            return seed.WITH_TAX
        if options.get("tax_rates"):
            return seed.TWO_TAXES
        return {20: seed.HOME, 5.5: seed.LOW_TAX, None: seed.NO_TAX}[options.get("tax_rate", 20)]

    def _common(self, lines, country, options):
        address = {**ADDRESS, "country_code": country}
        if country == seed.TWO_TAXES:
            address["province"] = seed.PROVINCE
        metadata = {"exchange_rate": options.get("exchange_rate"), "vat_number": options.get("vat")}
        return {
            "region_id": self.place.regions[country],
            "email": "anna.klein@example.com",
            "shipping_address": address,
            "billing_address": address,
            "metadata": {key: value for key, value in metadata.items() if value},
            "promo_codes": self._promotion(len(lines), country, options),
        }

    def _shipping_name(self, options):
        return "Free" if options.get("shipping_price", seed.STANDARD) is None else "Post"

    def _promotion(self, line_count, country, options):
        """Codes of promotions that take an amount off each line; made when first asked for.

        An amount off each piece is at most its price, one off the whole goods at most theirs.
        """
        if not options.get("discount"):
            return []
        code = f"{options.get('code', 'WELCOME')}-{options['discount']}"
        if code not in self.place.promotions:
            method = {
                "type": "fixed",
                "value": float(options["discount"]),
                "target_type": "items",
                "currency_code": self.place.currencies[country],
                **(
                    {"allocation": "across"} if line_count == 1 else {"allocation": "each", "max_quantity": 1}
                ),
            }
            body = {"code": code, "type": "standard", "status": "active", "is_automatic": False}
            self.admin.post("/promotions", {**body, "application_method": method})
            self.place.promotions.add(code)
        return [code]

    # --- by a cart ---

    def _check_out(self, lines, country, options):
        items = [{"variant_id": self.place.variants[sku], "quantity": count} for sku, count in lines]
        cart = self.store.post("/carts", {**self._common(lines, country, options), "items": items})["cart"]
        option = {"option_id": self.place.shipping[self._shipping_name(options)]}
        self.store.post(f"/carts/{cart['id']}/shipping-methods", option)
        collection = self.store.post("/payment-collections", {"cart_id": cart["id"]})["payment_collection"]
        provider = {"provider_id": options.get("provider", "pp_system_default")}
        self.store.post(f"/payment-collections/{collection['id']}/payment-sessions", provider)
        return self.store.post(f"/carts/{cart['id']}/complete", {})["order"]["id"]

    # --- as a draft ---

    def _place_draft(self, lines, country, options):
        items = []
        for sku, count, *price in lines:
            own = {"unit_price": float(price[0])} if price else {}
            items.append({"variant_id": self.place.variants[sku], "quantity": count, **own})
        name = self._shipping_name(options)
        amount = options.get("shipping_price", seed.STANDARD) or 0
        method = {"shipping_option_id": self.place.shipping[name], "name": name, "amount": float(amount)}
        body = {**self._common(lines, country, options), "items": items, "shipping_methods": [method]}
        draft = self.admin.post("/draft-orders", body)["draft_order"]
        self.admin.post(f"/draft-orders/{draft['id']}/convert-to-order", {})
        return draft["id"]

    def _refresh(self, order):
        """The order as it is now, its lines where they were, new ones behind them."""
        now = self.admin.get(f"/orders/{order['id']}", fields=FIELDS)["order"]
        known = [item["id"] for item in order["items"]]
        now["items"].sort(key=lambda item: known.index(item["id"]) if item["id"] in known else len(known))
        order.update(now)

    def _address(self, order):
        address = order["shipping_address"]
        return {key: address[key] for key in (*ADDRESS, "country_code", "province") if address.get(key)}
