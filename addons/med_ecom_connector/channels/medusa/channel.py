"""Medusa 2 as a channel."""

import binascii

from ..base import Channel
from ..errors import PermanentError
from ..neutral import WebhookEvent
from ..paging import pages_by_change, pages_by_offset
from ..reading import Reader
from ..sentences import _lt
from ..shop import Capabilities, ShopInfo
from ..webhooks import header, is_signed, read_webhook
from . import aftersales, cancelling, catalog, const, mapping, products, publishing, pushing, shipping
from .client import MedusaClient


class MedusaChannel(Channel):
    """Option ``stock_location``: id of the stock location that we write to and ship from."""

    code = "medusa"
    label = "Medusa"
    capabilities = Capabilities(
        stock_includes_open_orders=True,
        ships_lots=True,
        stock_locations=True,
        stamps_captures=False,
        cancels=True,
        refunds=True,
        answers_returns=True,
        confirms_deliveries=True,
        reads_products=True,
        reads_stock=True,
        publishes_products=True,
    )

    def __init__(self, settings, session=None):
        super().__init__(settings, session)
        self.client = MedusaClient(settings, session)

    @property
    def stock_location(self):
        return str(self.settings.options.get("stock_location") or "")

    def test_connection(self):
        store = Reader(self.client.store())
        locations = [Reader(row) for row in self.client.stock_locations()]
        choices = [(row.identifier("id"), row.text("name", "")) for row in locations]
        warnings = []
        if not choices:
            warnings.append("no_stock_location")
        elif self.stock_location not in dict(choices):
            warnings.append("stock_location_not_chosen")
        currencies = store.children("supported_currencies", ())
        return ShopInfo(
            name=store.text("name", "Medusa"),
            currencies=tuple(row.text("currency_code").upper() for row in currencies),
            version="2",
            warnings=tuple(warnings),
            choices={"stock_location": choices},
        )

    def iter_orders(self, modified_since, page_size=50):
        def fetch(since, offset):
            rows, count = self.client.orders_since(since, offset, page_size)
            return [mapping.raw_order(row) for row in rows], count

        return pages_by_change(fetch, modified_since, page_size)

    def fetch_orders(self, external_ids):
        if not external_ids:
            return []
        return [mapping.raw_order(row) for row in self.client.orders_by_id(external_ids)]

    def parse_order(self, payload):
        return mapping.parse_order(payload)

    def iter_variants(self, page_size=100):
        for rows in pages_by_offset(lambda offset: self.client.variants(offset, page_size), page_size):
            yield [catalog.parse_variant(row, self.stock_location) for row in rows]

    def iter_products(self, page_size=50):
        for rows in pages_by_offset(lambda offset: self.client.products(offset, page_size), page_size):
            yield [products.parse_product(row) for row in rows]

    def fetch_products(self, external_ids):
        if not external_ids:
            return []
        rows, _count = self.client.products(0, len(external_ids), **{"id[]": list(external_ids)})
        return [products.parse_product(row) for row in rows]

    def fetch_stock(self, variants):
        return pushing.fetch_stock(self.client, self._required_location(), variants)

    def push_product(self, product):
        return publishing.push_product(self.client, product)

    def push_stock(self, levels):
        return pushing.push_stock(self.client, self._required_location(), levels)

    def push_prices(self, prices):
        return pushing.push_prices(self.client, prices)

    def push_shipment(self, shipment):
        return shipping.push_shipment(self.client, self._required_location(), shipment)

    def confirm_delivery(self, shipment, shipment_id):
        shipping.confirm_delivery(self.client, shipment, shipment_id)

    def cancel_order(self, cancellation):
        cancelling.cancel_order(self.client, cancellation)

    def push_refund(self, refund):
        return aftersales.push_refund(self.client, refund)

    def answer_return(self, answer):
        aftersales.answer_return(self.client, answer)

    def _required_location(self):
        if not self.stock_location:
            raise PermanentError(_lt("No stock location of the shop is chosen on the store."))
        return self.stock_location

    def verify_webhook(self, headers, body):
        given = header(headers, const.SIGNATURE_HEADER)
        return given.startswith(const.SIGNATURE_PREFIX) and is_signed(
            self.settings.webhook_secret, body, given[len(const.SIGNATURE_PREFIX) :], binascii.hexlify
        )

    def parse_webhook(self, headers, body):
        event = read_webhook(body)
        topic, data = event.text("name"), event.child("data", {})
        # Payments and shipments know only their own id; the shop's subscriber adds the order's
        key = "order_id" if data.data.get("order_id") else "id"
        if key == "order_id" or topic.startswith("order."):
            return [WebhookEvent(topic, "order", data.identifier(key))]
        if topic.startswith("product."):
            return [WebhookEvent(topic, "product", data.identifier("id"))]
        return []
