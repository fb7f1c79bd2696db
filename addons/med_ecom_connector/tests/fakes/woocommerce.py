"""A fake of the part of WooCommerce 11's REST API v3 that the channel uses.

Built after recordings of a real shop: plain http takes OAuth 1.0a only, ``modified_after`` is
strictly after at whole seconds, trashed orders leave the default list, a stock figure is ignored
where stock is not managed, errors of a batch's rows come inside a 200, nothing is idempotent.
"""

import base64
import hashlib
import hmac
import html
import itertools
import json
from datetime import UTC, datetime

from . import woocommerce_money
from .server import FakeShop, Refusal, Reply
from .woocommerce_auth import check_oauth
from .woocommerce_catalogue import WooCommerceCatalogue
from .woocommerce_fulfillments import WooCommerceFulfillments
from .woocommerce_order import answer, build_order, gmt, refresh_totals, set_line

STATUSES = (
    "pending",
    "processing",
    "on-hold",
    "completed",
    "cancelled",
    "refunded",
    "failed",
    "checkout-draft",
)
API = "/wp-json/wc/v3"


def refuse(status, code, message):
    raise Refusal(status, {"code": code, "message": message, "data": {"status": status}})


class FakeWooCommerce(
    WooCommerceCatalogue, WooCommerceFulfillments, woocommerce_money.WooCommerceMoney, FakeShop
):
    """A shop in euro; ``active``, ``fulfillments_on`` and ``manage_stock`` are its switches.

    ``decimals`` is what it shows amounts with, unless asked otherwise.
    """

    ROUTES = (
        ("GET", "/wp-json/", "get_site"),
        ("GET", f"{API}/data/currencies/current", "get_currency"),
        ("GET", f"{API}/settings/products/woocommerce_manage_stock", "get_manage_stock"),
        ("GET", f"{API}/orders", "get_orders"),
        ("GET", f"{API}/orders/([^/]+)", "get_order"),
        ("PUT", f"{API}/orders/([^/]+)", "put_order"),
        ("GET", f"{API}/products", "get_products"),
        ("GET", f"{API}/products/([^/]+)/variations", "get_variations"),
        ("POST", f"{API}/products/batch", "post_products"),
        ("POST", f"{API}/products/([^/]+)/variations/batch", "save_variations"),
        *WooCommerceFulfillments.FULFILLMENT_ROUTES,
        *woocommerce_money.ROUTES,
        *WooCommerceCatalogue.CATALOGUE_ROUTES,
    )
    API_KEY = "ck_fake"
    API_SECRET = "cs_fake_secret"
    WEBHOOK_SECRET = "woo-hook-secret"

    def __init__(self):
        super().__init__()
        self.products = {}
        self.orders = {}
        self.active = True
        self.decimals = 2
        self.manage_stock = True
        self._serial = itertools.count(11)
        self._nonces = set()

    # --- what tests call ---

    def settings(self, **options):
        """Keyword arguments for ``ChannelSettings``."""
        return {
            "base_url": self.url,
            "api_key": self.API_KEY,
            "api_secret": self.API_SECRET,
            "webhook_secret": self.WEBHOOK_SECRET,
            "timeout": 30.0,
            "options": options,
        }

    def clock(self):
        return datetime.now(UTC).replace(microsecond=0)

    def add_product(self, sku, name, price, stock=0, parent=None, managed=True):
        """A simple product, or with ``parent`` (a SKU) a variation of it, which becomes variable."""
        product = {
            "id": next(self._serial),
            "type": "variation" if parent else "simple",
            "name": html.escape(name, quote=False),
            "sku": sku,
            "regular_price": f"{float(price):.2f}",
            "manage_stock": managed,
            "stock_quantity": stock if managed else None,
            "parent_id": self.products[parent]["id"] if parent else 0,
            "status": "publish",
        }
        if parent:
            self.products[parent].update(type="variable", manage_stock=False, stock_quantity=None)
        self.products[sku] = product
        return self.ref(sku)

    def ref(self, sku):
        """Keyword arguments for ``VariantRef``."""
        product = self.products[sku]
        own = str(product["id"])
        parent = str(product["parent_id"]) if product["parent_id"] else own
        return {"external_id": own, "product_id": parent, "inventory_id": own, "sku": sku}

    def stock(self, sku):
        return self.products[sku]["stock_quantity"]

    def price(self, sku):
        """What the customer pays."""
        product = self.products[sku]
        return float(product.get("sale_price") or product["regular_price"])

    def regular_price(self, sku):
        """The price that is struck out, None without a sale."""
        product = self.products[sku]
        return float(product["regular_price"]) if product.get("sale_price") else None

    def place_order(self, lines, **options):
        """An order placed; ``lines`` are (sku, quantity) or (sku, quantity, price).

        The shop lowers its stock at once. Options: see :func:`.woocommerce_order.build_order`.
        """
        options = {"at": self.clock(), "decimals": self.decimals, **options}
        order = build_order(next(self._serial), self._line_rows(lines), options, self._serial)
        self.orders[order["id"]] = order
        for sku, quantity, *_price in lines:
            product = self.products.get(sku)
            if product and product["manage_stock"] is True:
                product["stock_quantity"] -= int(quantity)
        return order

    def touch(self, order, **changes):
        """Change an order as an editor would."""
        order.update(changes, date_modified_gmt=gmt(self.clock()))
        return order

    def cancel(self, order):
        return self.touch(order, status="cancelled")

    def pay_by_gift_card(self, order, amount):
        """A part is paid by gift card, as the plug-in for it shows: the total falls."""
        self.touch(order, total=f"{float(order['total']) - amount:.6f}")
        order["gift_cards"] = [{"id": 1, "code": "GIFT-1", "amount": str(amount)}]

    def edit_line(self, order, index, quantity, price=None, rate=20):
        """An editor changes a line; ``price`` is the new net unit price."""
        set_line(order["line_items"][index], quantity, price, rate)
        refresh_totals(order)
        self.touch(order)

    def add_line(self, order, sku, quantity):
        """An editor adds a line."""
        (row,) = self._line_rows([(sku, quantity)])
        item = {**order["line_items"][0], **row, "id": next(self._serial), "meta_data": []}
        set_line(item, quantity, row["price"])
        order["line_items"].append(item)
        refresh_totals(order)
        self.touch(order)

    def remove_line(self, order, index):
        del order["line_items"][index]
        refresh_totals(order)
        self.touch(order)

    def move(self, order, city, postcode):
        """The goods are to go to another town."""
        self.touch(order, shipping={**order["shipping"], "city": city, "postcode": postcode})

    def trash(self, order):
        return self.touch(order, status="trash")

    def capture(self, order):
        return self.touch(order, date_paid_gmt=gmt(self.clock()), status="processing")

    def webhook(self, topic, data, secret=None):
        """Headers and body as the shop delivers them."""
        body = json.dumps(data).encode()
        digest = hmac.new((secret or self.WEBHOOK_SECRET).encode(), body, hashlib.sha256).digest()
        return {
            "Content-Type": "application/json",
            "X-WC-Webhook-Topic": topic,
            "X-WC-Webhook-Resource": topic.split(".")[0],
            "X-WC-Webhook-Signature": base64.b64encode(digest).decode(),
            "X-WC-Webhook-Delivery-ID": "the-same-for-all",
        }, body

    def order_webhook(self, order):
        return self.webhook("order.updated", answer(order, 2))

    # --- what the channel calls ---

    def check_login(self, request):
        if not self.active:
            self.not_found(request)
        if request.path.startswith("/wp-content/"):
            return
        if not check_oauth(request, self.url, self.API_KEY, self.API_SECRET, self._nonces):
            refuse(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")

    def not_found(self, request):
        refuse(404, "rest_no_route", "No route was found matching the URL and request method.")

    def get_site(self, request):
        return Reply({"name": "Fake WooCommerce"})

    def get_currency(self, request):
        return Reply({"code": "EUR", "name": "Euro", "symbol": "&euro;"})

    def get_manage_stock(self, request):
        return Reply({"id": "woocommerce_manage_stock", "value": "yes" if self.manage_stock else "no"})

    def get_orders(self, request):
        statuses = request.arg("status", "any").split(",")
        allowed = STATUSES if "any" in statuses else statuses
        rows = [row for row in self.orders.values() if row["status"] in allowed]
        if request.arg("include"):
            rows = [row for row in rows if str(row["id"]) in request.arg("include").split(",")]
        if request.arg("modified_after"):
            assert request.arg("dates_are_gmt") == "true", "local time otherwise"
            rows = [row for row in rows if row["date_modified_gmt"] > request.arg("modified_after")]
        key = "date_modified_gmt" if request.arg("orderby") == "modified" else "date_created_gmt"
        rows.sort(key=lambda row: (row[key], row["id"]), reverse=request.arg("order", "desc") == "desc")
        return self._page(request, [answer(row, self._decimals(request)) for row in rows])

    def get_order(self, request, order_id):
        return Reply(answer(self._known(order_id), self._decimals(request)))

    def _decimals(self, request):
        return int(request.arg("dp", self.decimals))

    def put_order(self, request, order_id):
        order = self._known(order_id, missing=400)
        for row in request.json.get("meta_data", []):
            known = next((meta for meta in order["meta_data"] if meta["key"] == row["key"]), None)
            if known:
                known["value"] = row["value"]
            else:
                order["meta_data"].append({"id": next(self._serial), **row})
        changes = {key: value for key, value in request.json.items() if key != "meta_data"}
        return Reply(self.touch(order, **changes))

    def get_products(self, request):
        if request.arg("sku"):
            # unlike the other filters this one finds variations, too; it takes a list, in any case
            wanted = request.arg("sku").lower()
            wanted = {*wanted.split(","), wanted}
            return self._page(
                request, [row for row in self.products.values() if row["sku"].lower() in wanted]
            )
        rows = [row for row in self.products.values() if not row["parent_id"]]
        if request.arg("slug"):
            rows = [row for row in rows if row.get("slug") == request.arg("slug")]
        if request.arg("include"):
            rows = [row for row in rows if str(row["id"]) in request.arg("include").split(",")]
        return self._page(request, rows)

    def get_variations(self, request, product_id):
        rows = [row for row in self.products.values() if str(row["parent_id"]) == product_id]
        if request.arg("include"):
            rows = [row for row in rows if str(row["id"]) in request.arg("include").split(",")]
        return self._page(request, [{**row, "sku": self._shown_sku(row)} for row in rows])

    def _shown_sku(self, product):
        """A variation without SKU shows its parent's."""
        parents = (row["sku"] for row in self.products.values() if row["id"] == product["parent_id"])
        return product["sku"] or next(parents, "")

    def post_products(self, request):
        return self._batch(request, {row["id"]: row for row in self.products.values()})

    def post_variations(self, request, product_id):
        rows = {row["id"]: row for row in self.products.values() if str(row["parent_id"]) == product_id}
        if not rows:
            refuse(404, "woocommerce_rest_product_invalid_id", "Invalid ID.")
        return self._batch(request, rows)

    def _batch(self, request, by_id):
        rows = request.json["update"]
        if len(rows) > 100:
            message = "Unable to accept more than 100 items for this request."
            refuse(413, "woocommerce_rest_request_entity_too_large", message)
        return Reply({"update": [self._update_product(by_id.get(row["id"]), row) for row in rows]})

    def _update_product(self, product, row):
        if product is None:
            error = {"code": "woocommerce_rest_product_invalid_id", "message": "Invalid ID."}
            return {"id": row["id"], "error": error}
        stock = row.get("stock_quantity", 0)
        if not isinstance(stock, int):
            error = {"code": "rest_invalid_param", "message": "stock_quantity is not of type integer."}
            return {"id": row["id"], "error": error}
        product.update({key: value for key, value in row.items() if key != "stock_quantity"})
        if product["type"] == "grouped":
            product["manage_stock"] = False
        if product["manage_stock"] is True and "stock_quantity" in row:
            product["stock_quantity"] = stock
        sale, regular = product.get("sale_price"), product["regular_price"]
        if sale and regular and float(sale) >= float(regular):
            product["sale_price"] = ""
        product["on_sale"] = bool(product.get("sale_price")) and not product.get("date_on_sale_from_gmt")
        return dict(product)

    def _page(self, request, rows):
        size = int(request.arg("per_page", 10))
        if not 1 <= size <= 100:
            refuse(400, "rest_invalid_param", "Invalid parameter(s): per_page")
        offset = int(request.arg("offset", 0))
        page = rows[offset : offset + size]
        headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(-(-len(rows) // size))}
        return Reply(page, headers=headers, rows=page)

    def _line_rows(self, lines):
        rows = []
        for sku, quantity, *price in lines:
            product = self.products.get(sku)
            parent_id = product["parent_id"] if product else 0
            own_id = product["id"] if product else 0
            rows.append(
                {
                    "name": product["name"] if product else sku,
                    "product_id": parent_id or own_id,
                    "variation_id": own_id if parent_id else 0,
                    "sku": self._shown_sku(product) if product else sku,
                    "quantity": quantity,
                    "price": price[0] if price else (self.price(sku) if product else "0"),
                }
            )
        return rows

    def _known(self, order_id, missing=404):
        if not order_id.isdecimal() or int(order_id) not in self.orders:
            refuse(missing, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
        return self.orders[int(order_id)]
