"""Shopify as a channel."""

from ..base import Channel
from ..errors import PermanentError
from ..reading import Reader
from ..sentences import _lt
from ..shop import Capabilities, ShopInfo
from . import (
    answers,
    catalog,
    const,
    mapping,
    orders,
    products,
    publishing,
    pushing,
    queries,
    shipping,
    webhooks,
)
from .client import ShopifyClient
from .ids import gid, number_of

MAX_PAGE = 100


class ShopifyChannel(Channel):
    """``api_key`` and ``api_secret`` are an app's client ID and client secret; or ``api_key`` alone is a
    lasting access token. ``webhook_secret`` is needed where webhooks are not signed with the client secret.

    Option ``stock_location``: number of the location that we write stock to and ship from.
    """

    code = "shopify"
    label = "Shopify"
    # what is "available" falls when an order is placed
    capabilities = Capabilities(
        stock_includes_open_orders=False,
        max_stock_batch=const.MAX_QUANTITIES,
        max_price_batch=const.MAX_QUANTITIES,
        sale_prices=True,
        cancels=True,
        refunds=True,
        answers_returns=True,
        confirms_deliveries=True,
        ships_lots=True,
        stock_locations=True,
        reads_products=True,
        reads_stock=True,
        publishes_products=True,
        picture_hosts=const.PICTURE_HOSTS,
        secrets=("api_key", "api_secret", "webhook_secret"),
    )

    def __init__(self, settings, session=None):
        super().__init__(settings, session)
        self.client = ShopifyClient(settings, session)

    @property
    def stock_location(self):
        return str(self.settings.options.get("stock_location") or "")

    def test_connection(self):
        # a token that was granted before the app got another right does not have it
        self.client.access.forget()
        data = Reader(self.client.run(queries.shop.SHOP))
        shop = data.child("shop")
        installation = data.child("currentAppInstallation")
        granted = {row.text("handle") for row in installation.children("accessScopes")}
        places = {
            number_of(row): row.text("name", "")
            for nodes, _data in self.client.edges(queries.shop.LOCATIONS, "locations", MAX_PAGE)
            for row in map(Reader, nodes)
        }
        choices = sorted(places.items(), key=lambda place: place[1])
        currencies = [shop.text("currencyCode"), *shop.data.get("enabledPresentmentCurrencies", ())]
        return ShopInfo(
            name=shop.text("name"),
            currencies=tuple(dict.fromkeys(currencies)),
            version=self.client.version or const.API_VERSION,
            warnings=tuple(self._warnings(granted, choices)),
            choices={"stock_location": choices},
        )

    def _warnings(self, granted, choices):
        if not all(_is_granted(scope, granted) for scope in const.SCOPES):
            yield "scopes_missing"
        if self.client.version and self.client.version != const.API_VERSION:
            yield "api_version_gone"
        if not choices:
            yield "no_stock_location"
        elif self.stock_location not in dict(choices):
            yield "stock_location_not_chosen"

    def iter_orders(self, modified_since, page_size=50):
        return orders.changed_pages(self.client, modified_since, page_size)

    def fetch_orders(self, external_ids):
        return orders.fetch(self.client, external_ids)

    def parse_order(self, payload):
        return mapping.parse_order(payload)

    def iter_variants(self, page_size=100):
        size = min(page_size, MAX_PAGE)
        if self.stock_location:
            location = gid("Location", self.stock_location)
            pages = self.client.edges(queries.stock.VARIANTS_AT, "productVariants", size, location=location)
        else:
            pages = self.client.edges(queries.stock.VARIANTS, "productVariants", size)
        for nodes, data in pages:
            currency = Reader(data).child("shop").text("currencyCode")
            if nodes:
                yield [catalog.parse_variant(row, currency) for row in nodes]

    def iter_products(self, page_size=50):
        return products.product_pages(self.client, page_size)

    def fetch_products(self, external_ids):
        return products.fetch_products(self.client, external_ids) if external_ids else []

    def push_product(self, product):
        return publishing.push_product(self.client, product)

    def push_stock(self, levels):
        return pushing.push_stock(self.client, self._required_location(), levels) if levels else []

    def push_prices(self, prices):
        return pushing.push_prices(self.client, prices) if prices else []

    def fetch_stock(self, variants):
        figures = pushing.read_stock(self.client, self._required_location(), variants)
        return {key: figure for key, figure in figures.items() if figure is not None}

    def push_shipment(self, shipment):
        return shipping.push_shipment(self.client, self._required_location(), shipment)

    def confirm_delivery(self, shipment, shipment_id):
        shipping.confirm_delivery(self.client, shipment, shipment_id)

    def cancel_order(self, cancellation):
        answers.cancel_order(self.client, cancellation)

    def push_refund(self, refund):
        return answers.push_refund(self.client, self.stock_location, refund)

    def answer_return(self, answer):
        answers.answer_return(self.client, answer)

    def _required_location(self):
        if not self.stock_location:
            raise PermanentError(_lt("No stock location of the shop is chosen on the store."))
        return self.stock_location

    def verify_webhook(self, headers, body):
        secret = self.settings.webhook_secret or self.settings.api_secret
        return webhooks.verify(secret, headers, body)

    def parse_webhook(self, headers, body):
        return webhooks.parse(headers, body)


def _is_granted(scope, granted):
    """A right to write includes the one to read."""
    return scope in granted or scope.replace("read_", "write_", 1) in granted
