"""A customer of the shop: fills a cart and checks out through the store API, as a browser would."""

from __future__ import annotations

from collections.abc import Mapping

from shop_api import Api, ShopError

PAYMENT_PROVIDER = "pp_system_default"


class Customer(Api):
    """Somebody buying in the shop.

    :param publishable_key: the shop front's public key
    """

    def __init__(self, base_url: str, publishable_key: str):
        super().__init__(base_url)
        self.session.headers["x-publishable-api-key"] = publishable_key
        self._regions: dict[str, dict] = {}
        self._variants: dict[str, str] = {}

    def checkout(
        self,
        items: Mapping[str, int],
        address: Mapping[str, str],
        email: str,
        promo_codes: tuple[str, ...] = (),
        billing_address: Mapping[str, str] | None = None,
        metadata: Mapping[str, str] | None = None,
    ) -> dict:
        """Buy.

        :param items: quantity by SKU
        :param address: the shop's address fields (``first_name``, ``address_1``, ``country_code`` ...)
        :return: the order as the shop shows it to its customer
        :raise ShopError: when the shop refuses, say because the stock is too low
        """
        cart = self.fill_cart(items, address, email, promo_codes, billing_address, metadata)
        return self.pay(cart["id"])

    def fill_cart(self, items, address, email, promo_codes=(), billing_address=None, metadata=None) -> dict:
        """A cart with goods, address, discount and the cheapest shipping."""
        region = self.region(address["country_code"])
        body = {
            "region_id": region["id"],
            "email": email,
            "shipping_address": dict(address),
            "billing_address": dict(billing_address or address),
            "items": [{"variant_id": self.variant(sku), "quantity": count} for sku, count in items.items()],
        }
        if promo_codes:
            body["promo_codes"] = list(promo_codes)
        if metadata:
            body["metadata"] = dict(metadata)
        cart = self.post("/store/carts", body)["cart"]
        options = self.get("/store/shipping-options", cart_id=cart["id"])["shipping_options"]
        option = min(options, key=lambda option: option["amount"])
        return self.post(f"/store/carts/{cart['id']}/shipping-methods", {"option_id": option["id"]})["cart"]

    def pay(self, cart_id: str) -> dict:
        """Authorize the payment and complete the cart."""
        collection = self.post("/store/payment-collections", {"cart_id": cart_id})["payment_collection"]
        self.post(
            f"/store/payment-collections/{collection['id']}/payment-sessions",
            {"provider_id": PAYMENT_PROVIDER},
        )
        answer = self.post(f"/store/carts/{cart_id}/complete")
        if answer["type"] != "order":
            raise ShopError(f"the cart {cart_id} was not completed: {answer.get('error')}")
        return answer["order"]

    def region(self, country_code: str) -> dict:
        """The region (currency, taxes) that sells to a country."""
        if not self._regions:
            for region in self.get("/store/regions", fields="*countries")["regions"]:
                self._regions.update({country["iso_2"]: region for country in region["countries"]})
        return self._regions[country_code]

    def variant(self, sku: str) -> str:
        """The shop's id of an article."""
        if sku not in self._variants:
            products = self.get("/store/products", limit=200, fields="id,*variants")["products"]
            self._variants = {
                variant["sku"]: variant["id"] for product in products for variant in product["variants"]
            }
        return self._variants[sku]
