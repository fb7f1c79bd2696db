"""WooCommerce as a channel."""

import re
from urllib.parse import urlsplit

from ..base import Channel
from ..errors import AuthError, NotFoundError, ProtocolError
from ..neutral import WebhookEvent
from ..paging import pages_by_change, pages_by_offset
from ..reading import Reader, clean_text
from ..shop import Capabilities, ShopInfo
from ..webhooks import header, is_signed, read_webhook
from . import aftersales, cancelling, catalog, const, mapping, products, publishing, pushing, shipping
from .client import MAX_PAGE, WooCommerceClient
from .wording import plain

_PING = re.compile(rb"webhook_id=\d{1,20}")


class WooCommerceChannel(Channel):
    """``api_key`` is the consumer key, ``api_secret`` the consumer secret.

    Option ``refund_through_gateway``: whether refunds that we make are paid by the shop's provider.
    """

    code = "woocommerce"
    label = "WooCommerce"
    # the shop lowers its own stock when an order is placed
    capabilities = Capabilities(
        stock_includes_open_orders=False,
        sale_prices=True,
        ships_lots=True,
        cancels=True,
        refunds=True,
        answers_returns=True,
        reads_products=True,
        reads_stock=True,
        publishes_products=True,
        secrets=("api_key", "api_secret", "webhook_secret"),
    )

    def __init__(self, settings, session=None):
        super().__init__(settings, session)
        self.client = WooCommerceClient(settings, session)

    def test_connection(self):
        currency = self.client.currency()
        newest = next(map(Reader, self.client.rows("/orders", {"per_page": 1})[0]), None)
        return ShopInfo(
            name=self._site_name(),
            currencies=(currency,) if currency else (),
            version=newest.text("version", "") if newest else "",
            warnings=tuple(self._warnings(newest)),
        )

    def _site_name(self):
        try:
            name = self.client.site_name()
        except (AuthError, NotFoundError, ProtocolError):
            # outside WooCommerce's own routes WordPress may refuse WooCommerce's keys
            name = None
        if not name or not isinstance(name, str):
            return urlsplit(self.settings.base_url).netloc
        return clean_text(plain(name))

    def _warnings(self, newest):
        try:
            if not self.client.manages_stock():
                yield "stock_not_managed"
        except (AuthError, NotFoundError):
            # reading settings needs more rights than the rest of our work
            yield "settings_unreadable"
        if newest and self.client.fulfillments(newest.identifier("id")) is None:
            yield "fulfilments_off"

    def iter_orders(self, modified_since, page_size=50):
        # Trashed orders are left out of "any": read them first, they are few (the shop deletes
        # them after 30 days), and weave them into the pages so that the order of change holds.
        size = min(page_size, MAX_PAGE)
        trashed = [row for page in self._pages(modified_since, size, "trash") for row in page]
        for page in self._pages(modified_since, size, "any"):
            until = page[-1].modified_at
            due = [row for row in trashed if row.modified_at <= until]
            trashed = [row for row in trashed if row.modified_at > until]
            yield sorted(_placed(page + due), key=lambda row: row.modified_at)
        if trashed:
            yield _placed(trashed)

    def _pages(self, modified_since, size, status):
        def fetch(since, offset):
            rows, total = self.client.orders_since(since, offset, size, status)
            return [mapping.raw_order(row) for row in rows], total

        return pages_by_change(fetch, modified_since, size)

    def fetch_orders(self, external_ids):
        if not external_ids:
            return []
        rows = [mapping.raw_order(row) for row in self.client.orders_by_id(external_ids)]
        missing = set(external_ids) - {row.external_id for row in rows}
        if missing:
            rows += [mapping.raw_order(row) for row in self.client.orders_by_id(sorted(missing), "trash")]
        return _placed(rows)

    def parse_order(self, payload):
        return mapping.parse_order(payload)

    def iter_variants(self, page_size=100):
        currency = self.client.currency()
        size = min(page_size, MAX_PAGE)
        for rows in pages_by_offset(lambda offset: self.client.products(offset, size), size):
            page = []
            for product in rows:
                if catalog.is_variable(product):
                    page += self._variations(product, currency, size)
                elif catalog.is_sold(product):
                    page.append(catalog.parse_variant(product, currency))
            yield page

    def _variations(self, product, currency, size):
        return [catalog.parse_variant(row, currency, product) for row in self._variation_rows(product, size)]

    def _variation_rows(self, product, size=MAX_PAGE):
        product_id = Reader(product).identifier("id")
        pages = pages_by_offset(lambda offset: self.client.variations(product_id, offset, size), size)
        return [row for rows in pages for row in rows]

    def iter_products(self, page_size=50):
        currency = self.client.currency()
        size = min(page_size, MAX_PAGE)
        for rows in pages_by_offset(lambda offset: self.client.products(offset, size), size):
            yield self._products(rows, currency)

    def fetch_products(self, external_ids):
        if not external_ids:
            return []
        return self._products(self.client.products_by_id(external_ids), self.client.currency())

    def _products(self, rows, currency):
        return [
            products.parse_product(
                row, self._variation_rows(row) if catalog.is_variable(row) else (), currency
            )
            for row in rows
            if catalog.is_sold(row)
        ]

    def fetch_stock(self, variants):
        return pushing.fetch_stock(self.client, variants)

    def push_product(self, product):
        return publishing.push_product(self.client, product)

    def push_stock(self, levels):
        return pushing.push_stock(self.client, levels)

    def push_prices(self, prices):
        return pushing.push_prices(self.client, prices)

    def push_shipment(self, shipment):
        return shipping.push_shipment(self.client, shipment)

    def cancel_order(self, cancellation):
        cancelling.cancel_order(self.client, cancellation)

    def push_refund(self, refund):
        through_gateway = bool(self.settings.options.get("refund_through_gateway"))
        return aftersales.push_refund(self.client, refund, through_gateway)

    def answer_return(self, answer):
        aftersales.answer_return(self.client, answer)

    def verify_webhook(self, headers, body):
        if _PING.fullmatch(body):
            # the shop's first, unsigned ping; it leads to no event
            return True
        return is_signed(self.settings.webhook_secret, body, header(headers, const.SIGNATURE_HEADER))

    def parse_webhook(self, headers, body):
        if _PING.fullmatch(body):
            return []
        data = read_webhook(body)
        topic = header(headers, const.TOPIC_HEADER)
        kind = topic.split(".")[0]
        if kind not in ("order", "product") or _is_error(data):
            return []
        # the shop tells of each variation under the topic of products
        key = "parent_id" if data.data.get("type") == "variation" else "id"
        return [WebhookEvent(topic, kind, data.identifier(key))]


def _is_error(data):
    """What was deleted before the shop came to tell of it arrives as the error of reading it."""
    return "id" not in data.data and "code" in data.data


def _placed(rows):
    return [row for row in rows if row.payload.get("status") not in const.UNPLACED]
