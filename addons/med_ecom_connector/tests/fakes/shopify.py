"""A fake of the part of Shopify's Admin GraphQL API that the channel uses.

There is no shop to record. So what may be asked, and the types of what is answered, come from Shopify's own
schema; behaviour follows its documentation: cost budget, cursors, user errors, all-or-nothing
stock writes that compare first, idempotency keys, fulfilment orders.
"""

import base64
import hashlib
import hmac
import itertools
import json
import re
import time
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from . import shopify_schema
from .server import FakeShop, Refusal, Reply
from .shopify_catalogue import ShopifyCatalogue
from .shopify_catalogue_mutations import ShopifyCatalogueMutations
from .shopify_mutations import ShopifyMutations
from .shopify_order import LOCATION, cents
from .shopify_schema import connection
from .shopify_trade import ShopifyTrade
from .shopify_views import ShopifyViews

VERSION = "2026-10"
SCOPES = (
    "read_customers",
    "write_fulfillments",
    "write_inventory",
    "read_locations",
    "write_merchant_managed_fulfillment_orders",
    "write_orders",
    "write_products",
    "write_publications",
    "write_returns",
)


class FakeShopify(
    ShopifyTrade, ShopifyCatalogue, ShopifyCatalogueMutations, ShopifyMutations, ShopifyViews, FakeShop
):
    """A shop in euro with one location; ``scopes`` and ``points`` (the cost budget) are its switches."""

    ROUTES = (
        ("POST", f"/admin/api/{VERSION}/graphql.json", "post_graphql"),
        ("POST", "/admin/oauth/access_token", "post_access_token"),
        *ShopifyCatalogue.CATALOGUE_ROUTES,
    )
    API_KEY = "shpat_fake_token"
    CLIENT_ID = "0f8fad5bd9cb469fa165708677289501"
    WEBHOOK_SECRET = "shopify-client-secret"

    def __init__(self):
        super().__init__()
        shopify_schema.schema()  # half a second when first read: no client's time-out is to pay for it
        self.variants = {}
        self.orders = {}
        self.scopes = list(SCOPES)
        #: cancellations that were taken in hand; why they fail, whether they take long
        self.cancel_jobs, self.cancel_error, self.cancel_is_slow = {}, "", False
        #: tokens that were granted to the app and are good still
        self.granted = []
        self.maximum, self.restore_rate = 2000.0, 1e6
        self.points, self._filled_at = self.maximum, time.monotonic()
        self._serial = itertools.count(101)
        self._keys = {}

    # --- what tests call ---

    def settings(self, **options):
        """Keyword arguments for ``ChannelSettings``."""
        return {
            "base_url": self.url,
            "api_key": self.API_KEY,
            "webhook_secret": self.WEBHOOK_SECRET,
            "timeout": 30.0,
            "options": {"stock_location": LOCATION.rsplit("/", 1)[-1], **options},
        }

    def clock(self):
        return datetime.now(UTC).replace(microsecond=0)

    def add_product(self, sku, name, price, stock=0, managed=True, located=True):
        """A product with one variant; ``located`` is whether it is kept at the location already."""
        number = next(self._serial)
        self.variants[sku] = {
            "__typename": "ProductVariant",
            "id": f"gid://shopify/ProductVariant/{number}",
            "sku": sku,
            "title": "Default Title",
            "barcode": None,
            "price": f"{cents(price)}",
            "compareAtPrice": None,
            "product": self.new_product(number, name),
            "chosen": {"Title": "Default Title"},
            "item_id": f"gid://shopify/InventoryItem/{number}",
            "tracked": managed,
            "available": stock if located else None,
        }
        return self.ref(sku)

    def ref(self, sku):
        """Keyword arguments for ``VariantRef``."""
        variant = self.variants[sku]
        ids = {"external_id": variant["id"], "product_id": variant["product"]["id"]}
        ids |= {"inventory_id": variant["item_id"]}
        return {**{key: value.rsplit("/", 1)[-1] for key, value in ids.items()}, "sku": sku}

    def stock(self, sku):
        return self.variants[sku]["available"]

    def price(self, sku):
        return float(self.variants[sku]["price"])

    def regular_price(self, sku):
        """The price that is struck out, None without a sale."""
        shown = self.variants[sku]["compareAtPrice"]
        return float(shown) if shown else None

    def webhook(self, topic, data, secret=None):
        """Headers and body as the shop delivers them."""
        body = json.dumps(data).encode()
        digest = hmac.new((secret or self.WEBHOOK_SECRET).encode(), body, hashlib.sha256).digest()
        return {
            "Content-Type": "application/json",
            "X-Shopify-Topic": topic,
            "X-Shopify-Hmac-Sha256": base64.b64encode(digest).decode(),
            "X-Shopify-Shop-Domain": "fake.myshopify.com",
            "X-Shopify-API-Version": VERSION,
            "X-Shopify-Webhook-Id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
        }, body

    def order_webhook(self, order):
        number = int(order["id"].rsplit("/", 1)[-1])
        return self.webhook("orders/updated", {"id": number, "admin_graphql_api_id": order["id"]})

    # --- what the channel calls ---

    def describe(self, request):
        """All queries go to one address: what they ask for is the operation's name."""
        is_query = request.body and request.path.endswith("graphql.json")
        found = re.search(r"(?:query|mutation)\s+(\w+)", request.json.get("query", "") if is_query else "")
        return f"{super().describe(request)} {found.group(1) if found else ''}"

    def check_login(self, request):
        if request.path.startswith(("/cdn/", "/admin/oauth/")):
            return
        if request.headers.get("x-shopify-access-token") not in (self.API_KEY, *self.granted):
            message = "[API] Invalid API key or access token (unrecognized login or wrong password)"
            raise Refusal(401, {"errors": message})

    def not_found(self, request):
        raise Refusal(404, {"errors": "Not Found"})

    def post_access_token(self, request):
        """The client credentials grant; the client secret is what webhooks are signed with, too."""
        form = dict(parse_qsl(request.body.decode()))
        right = {
            "grant_type": "client_credentials",
            "client_id": self.CLIENT_ID,
            "client_secret": self.WEBHOOK_SECRET,
        }
        if form != right:
            raise Refusal(400, {"error": "invalid_client", "error_description": "client is not known"})
        self.granted.append(f"shpat_granted_{len(self.requests)}")
        return Reply({"access_token": self.granted[-1], "scope": ",".join(self.scopes), "expires_in": 86399})

    def post_graphql(self, request):
        text, variables = request.json["query"], request.json.get("variables") or {}
        points = shopify_schema.cost(text, variables)
        if points > shopify_schema.MAX_COST:
            message = f"Query cost is {points}, which exceeds the single query max cost limit 1000."
            return self._reply({"errors": [_coded(message, "MAX_COST_EXCEEDED")]}, points)
        self._fill()
        if points > self.points:
            return self._reply({"errors": [_coded("Throttled", "THROTTLED")]}, points)
        self.points -= points
        return self._reply(shopify_schema.run(text, variables, self._root()), points)

    def _fill(self):
        now = time.monotonic()
        self.points = min(self.maximum, self.points + (now - self._filled_at) * self.restore_rate)
        self._filled_at = now

    def _reply(self, body, points):
        status = {
            "maximumAvailable": self.maximum,
            "currentlyAvailable": self.points,
            "restoreRate": self.restore_rate,
        }
        body["extensions"] = {"cost": {"requestedQueryCost": points, "throttleStatus": status}}
        data = body.get("data") or {}
        lists = [data.get("nodes")] + [
            value.get("edges") for value in data.values() if isinstance(value, dict)
        ]
        rows = next((rows for rows in lists if rows), None)
        return Reply(body, headers={"X-Shopify-API-Version": VERSION}, rows=rows)

    def _root(self):
        queries = {
            "shop": {
                "name": "Fake Shopify",
                "currencyCode": "EUR",
                "enabledPresentmentCurrencies": ["EUR"],
            },
            "currentAppInstallation": {"accessScopes": [{"handle": handle} for handle in self.scopes]},
            "locations": connection([{"id": LOCATION, "name": "Main"}]),
            "orders": self._orders,
            "nodes": lambda _info, ids: [self._node(key) for key in ids],
            "node": lambda _info, id: self._node(id),
        }
        return {**queries, **self.catalogue_queries(), **self.mutations(), **self.catalogue_mutations()}

    def _orders(self, _info, first, after=None, query=None, **_args):
        found = re.fullmatch(r"updated_at:>='(.+)'", query or "updated_at:>='2000'")
        rows = [row for row in self.orders.values() if row["updatedAt"] >= found.group(1)]

        def place(row):
            return f"{row['updatedAt']}|{row['id']}"

        rows.sort(key=place)
        # the cursor is a place, not a row: an order that has changed since is found behind it
        rows = [row for row in rows if not after or place(row) > after]
        return shopify_schema.page(rows, first, None, key=place, view=self._order_view)


def _coded(message, code):
    return {"message": message, "extensions": {"code": code}}
