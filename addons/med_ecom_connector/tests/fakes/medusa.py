"""A fake of the part of Medusa 2.21's admin API that the channel uses.

Built after recordings of a real shop: decimals in major units, ``total`` falls after a refund,
a capture does not touch the order, over-fulfilment is a 400, stock batches are all or nothing.
"""

import base64
import hashlib
import hmac
import itertools
import json
from datetime import timedelta

from . import medusa_money
from .clock import Clock
from .medusa_catalogue import MedusaCatalogue
from .medusa_edits import MedusaEdits
from .medusa_fulfillments import MedusaFulfillments
from .medusa_order import build_order, iso, refresh_totals
from .medusa_stock import MedusaStock
from .server import FakeShop, Refusal, Reply

LOCATION = "sloc_main"


class FakeMedusa(
    MedusaCatalogue, MedusaEdits, MedusaFulfillments, MedusaStock, medusa_money.MedusaMoney, FakeShop
):
    """A shop with one store, one stock location and the products and orders that tests add."""

    ROUTES = (
        ("GET", "/admin/stores", "get_stores"),
        ("GET", "/admin/stock-locations", "get_locations"),
        ("GET", "/admin/orders", "get_orders"),
        ("GET", "/admin/orders/([^/]+)", "get_order"),
        ("POST", "/admin/orders/([^/]+)", "post_order"),
        ("POST", "/admin/orders/([^/]+)/cancel", "post_cancel"),
        ("POST", "/admin/orders/([^/]+)/fulfillments", "post_fulfillment"),
        ("POST", "/admin/orders/([^/]+)/fulfillments/([^/]+)/shipments", "post_shipment"),
        ("POST", "/admin/orders/([^/]+)/fulfillments/([^/]+)/mark-as-delivered", "post_delivered"),
        ("GET", "/admin/product-variants", "get_variants"),
        ("GET", "/admin/inventory-items", "get_inventory_items"),
        ("GET", "/admin/reservations", "get_reservations"),
        ("POST", "/admin/inventory-items/location-levels/batch", "post_levels"),
        ("POST", "/admin/products/([^/]+)/variants/batch", "save_variants"),
        *medusa_money.ROUTES,
        *MedusaCatalogue.CATALOGUE_ROUTES,
    )
    API_KEY = "sk_fake_key"
    WEBHOOK_SECRET = "medusa-hook-secret"

    def __init__(self):
        super().__init__()
        self.variants = {}
        self.orders = {}
        self.returns = {}
        self.claims = []
        self.clock = Clock(timedelta(milliseconds=1))
        self._serial = itertools.count(1)

    # --- what tests call ---

    def settings(self, **options):
        """Keyword arguments for ``ChannelSettings``."""
        return {
            "base_url": self.url,
            "api_key": self.API_KEY,
            "webhook_secret": self.WEBHOOK_SECRET,
            "timeout": 30.0,
            "options": {"stock_location": LOCATION, **options},
        }

    def add_product(self, sku, name, price, stock=0, currency="eur", located=True, managed=True):
        """A product with one variant; ``located`` is whether it has a stock level already."""
        number = next(self._serial)
        product = {"id": f"prod_{number:04d}", "title": name, "status": "published"}
        prices = [
            {"id": f"price_{number:04d}", "currency_code": currency, "amount": float(price), "rules": {}}
        ]
        self.variants[sku] = {
            "id": f"variant_{number:04d}",
            "title": "Default",
            "sku": sku,
            "manage_inventory": managed,
            "product_id": product["id"],
            "product": product,
            "prices": prices,
            "levels": {LOCATION: stock} if located else {},
            "inventory_id": f"iitem_{number:04d}",
        }
        return self.ref(sku)

    def ref(self, sku):
        """Keyword arguments for ``VariantRef``."""
        variant = self.variants[sku]
        inventory = variant["inventory_id"] if variant["manage_inventory"] else ""
        return {
            "external_id": variant["id"],
            "product_id": variant["product_id"],
            "inventory_id": inventory,
            "sku": sku,
        }

    def stock(self, sku):
        return self.variants[sku]["levels"].get(LOCATION)

    def price(self, sku, currency="eur"):
        rows = self.variants[sku]["prices"]
        return next((row["amount"] for row in rows if row["currency_code"] == currency), None)

    def place_order(self, lines, **options):
        """A checkout: ``lines`` are (sku, quantity) or (sku, quantity, price).

        Options: see :func:`.medusa_order.build_order`.
        """
        options.setdefault("at", self.clock())
        order = build_order(next(self._serial), self._line_rows(lines), options)
        self.orders[order["id"]] = order
        return order

    def touch(self, order, **changes):
        """Change an order as an editor would."""
        order.update(changes, updated_at=iso(self.clock()))
        return order

    def receive_return(self, order, index, quantity):
        """Goods of a line came back: the line's amounts shrink."""
        self.touch(order)
        order["items"][index]["detail"]["return_received_quantity"] += quantity
        refresh_totals(order)

    def webhook(self, name, data, secret=None):
        """Headers and body as our subscriber in the shop sends them."""
        body = json.dumps({"name": name, "data": data, "at": iso(self.clock())}).encode()
        key = (secret or self.WEBHOOK_SECRET).encode()
        signature = hmac.new(key, body, hashlib.sha256).hexdigest()
        return {"Content-Type": "application/json", "X-Medusa-Signature": f"sha256={signature}"}, body

    def order_webhook(self, order):
        return self.webhook("order.placed", {"id": order["id"]})

    # --- what the channel calls ---

    def check_login(self, request):
        if request.path.startswith("/static/"):
            return
        right = base64.b64encode(f"{self.API_KEY}:".encode()).decode()
        if request.headers.get("authorization") != f"Basic {right}":
            raise Refusal(401, {"message": "Unauthorized"})

    def get_stores(self, request):
        currencies = [{"currency_code": "eur", "is_default": True}]
        return self._page(request, "stores", [{"name": "Fake Medusa", "supported_currencies": currencies}])

    def get_locations(self, request):
        return self._page(request, "stock_locations", [{"id": LOCATION, "name": "Main"}])

    def get_orders(self, request):
        rows = list(self.orders.values())
        if request.args("id"):
            rows = [row for row in rows if row["id"] in request.args("id")]
        if request.arg("updated_at[$gte]"):
            rows = [row for row in rows if row["updated_at"] >= request.arg("updated_at[$gte]")]
        rows.sort(key=lambda row: (row["updated_at"], row["id"]))
        return self._page(request, "orders", rows)

    def get_order(self, request, order_id):
        return Reply({"order": self._known(order_id)})

    def post_order(self, request, order_id):
        """As in the real shop: what is given takes the place of what was there."""
        order = self._known(order_id)
        if order["status"] == "canceled":
            message = f"Order with id {order_id} has been canceled."
            raise Refusal(400, {"type": "invalid_data", "message": message})
        return Reply({"order": self.touch(order, **request.json)})

    def post_cancel(self, request, order_id):
        order = self._known(order_id)
        if order["status"] == "canceled":
            message = f"Order with id {order_id} has been canceled."
            raise Refusal(400, {"type": "invalid_data", "message": message})
        return Reply({"order": self.cancel(order)})

    def _page(self, request, key, rows):
        offset, limit = int(request.arg("offset", 0)), int(request.arg("limit", 20))
        page = rows[offset : offset + limit]
        return Reply({key: page, "count": len(rows), "offset": offset, "limit": limit}, rows=page)

    def _line_rows(self, lines):
        rows = []
        for sku, quantity, *price in lines:
            variant = self.variants.get(
                sku, {"id": f"variant_{sku}", "prices": [{"amount": 0}], "product": {}}
            )
            unit_price = float(price[0]) if price else variant["prices"][0]["amount"]
            title = variant["product"].get("title", sku)
            rows.append(
                {"sku": sku, "variant_id": variant["id"], "title": title, "quantity": quantity}
                | {"unit_price": unit_price}
            )
        return rows

    def _known(self, order_id):
        if order_id not in self.orders:
            message = f"Order id not found: {order_id}"
            raise Refusal(404, {"type": "not_found", "message": message})
        return self.orders[order_id]

    def _item(self, order, item_id):
        item = next((row for row in order["items"] if row["id"] == item_id), None)
        if item is None:
            raise Refusal(400, {"type": "invalid_data", "message": f"Items {item_id} do not exist in order"})
        return item
