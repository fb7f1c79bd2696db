"""The shop's two APIs: the merchant's (admin) and the customer's (store)."""

from __future__ import annotations

from typing import Any

import requests

from shop_server import ADMIN_EMAIL, ADMIN_PASSWORD

TIMEOUT = 30
ORDER_FIELDS = (
    "*items",
    "*items.detail",
    "*fulfillments",
    "*fulfillments.labels",
    "*fulfillments.items",
    "*payment_collections.payments",
)


class ShopError(Exception):
    """The shop refused a call."""


class Api:
    """Calls to one shop.

    :param base_url: the shop, without a slash at its end
    """

    def __init__(self, base_url: str):
        self.base_url = base_url
        self.session = requests.Session()

    def call(self, method: str, path: str, body: dict | None = None, **query: Any) -> dict:
        """One call.

        :raise ShopError: with the shop's own words, when it answers anything but success
        """
        answer = self.session.request(method, self.base_url + path, json=body, params=query, timeout=TIMEOUT)
        if not answer.ok:
            raise ShopError(f"{method} {path}: HTTP {answer.status_code} {answer.text[:500]}")
        return answer.json()

    def get(self, path: str, **query: Any) -> dict:
        return self.call("GET", path, **query)

    def post(self, path: str, body: dict | None = None, **query: Any) -> dict:
        return self.call("POST", path, {} if body is None else body, **query)


class Admin(Api):
    """The merchant's side, logged in as the administrator."""

    def __init__(self, base_url: str):
        super().__init__(base_url)
        login = {"email": ADMIN_EMAIL, "password": ADMIN_PASSWORD}
        self.session.headers["Authorization"] = f"Bearer {self.post('/auth/user/emailpass', login)['token']}"

    def store(self) -> dict:
        return self.get("/admin/stores")["stores"][0]

    def order(self, order_id: str) -> dict:
        """An order with its lines, fulfilments (labels, items) and payments."""
        return self.get(f"/admin/orders/{order_id}", fields=",".join(ORDER_FIELDS))["order"]

    def orders(self, **query: Any) -> list[dict]:
        """The newest orders first."""
        return self.get("/admin/orders", order="-created_at", **query)["orders"]

    def cancel_order(self, order_id: str) -> dict:
        return self.post(f"/admin/orders/{order_id}/cancel")["order"]

    def capture(self, order_id: str) -> None:
        """Take the money of an order that was only authorized."""
        for collection in self.order(order_id)["payment_collections"]:
            for payment in collection["payments"]:
                self.post(f"/admin/payments/{payment['id']}/capture")

    def stock(self, sku: str) -> tuple[int, int, int]:
        """(stocked, reserved for open orders, available) of an article over all locations."""
        return _stock_of(self.inventory_item(sku))

    def stocks(self) -> dict[str, tuple[int, int, int]]:
        """As :meth:`stock`, for every article, by SKU."""
        items = self.get("/admin/inventory-items", limit=1000, fields="+location_levels.*")["inventory_items"]
        return {item["sku"]: _stock_of(item) for item in items}

    def set_stock(self, sku: str, quantity: int) -> None:
        """Overwrite the stocked quantity, as a merchant does by hand."""
        item = self.inventory_item(sku)
        for level in item["location_levels"]:
            path = f"/admin/inventory-items/{item['id']}/location-levels/{level['location_id']}"
            self.post(path, {"stocked_quantity": quantity})

    def inventory_item(self, sku: str) -> dict:
        items = self.get("/admin/inventory-items", sku=sku, fields="+location_levels.*")["inventory_items"]
        if not items:
            raise ShopError(f"the shop has no article {sku}")
        return items[0]


def _stock_of(item: dict) -> tuple[int, int, int]:
    names = ("stocked_quantity", "reserved_quantity", "available_quantity")
    return tuple(sum(level[name] for level in item["location_levels"]) for name in names)
