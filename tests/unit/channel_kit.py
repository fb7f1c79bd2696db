"""What the tests of all channels share: a fake shop each, and how to read what it was told."""

import json
from contextlib import contextmanager
from decimal import Decimal

import requests
from fakes.medusa import FakeMedusa
from fakes.server import GIVES_UP
from fakes.shopify import FakeShopify
from fakes.woocommerce import FakeWooCommerce

from channels.registry import CHANNELS
from channels.shipments import Shipment, ShipmentLine, ShippedLot
from channels.shop import ChannelSettings

FAKES = {"medusa": FakeMedusa, "woocommerce": FakeWooCommerce, "shopify": FakeShopify}
#: what the requests that list orders, write stock, make a fulfilment and finish it look like
LISTING = r"GET .*/orders$| Orders$"
STOCK = r"POST .*batch$| SetStock$"
FULFILLING = r"POST .*/fulfillments$| Fulfill$"
FINISHING = r"POST .*/shipments$|PUT .*/orders/\d+$| Remember$"


@contextmanager
def open_shop(code):
    """A fake shop that answers, until the end of the block."""
    with FAKES[code]() as fake:
        fake.code = code
        yield fake


class Session(requests.Session):
    """Times out when the fake shop says so, and at no other time, however slow the machine is."""

    def send(self, request, **options):
        request.headers[GIVES_UP] = "when told"
        answer = super().send(request, **options)
        if GIVES_UP in answer.headers:
            raise requests.ReadTimeout
        return answer


def connect(shop, **changes):
    return CHANNELS[shop.code](ChannelSettings(**{**shop.settings(), **changes}), Session())


def read_order(channel, order):
    """An order of the fake shop, as the channel reads it now."""
    (raw,) = channel.fetch_orders([ids(order)])
    return channel.parse_order(raw.payload)


def numbers(pages):
    return [row.number for page in pages for row in page]


def ids(order):
    return _plain(order["id"])


def line_ids(order):
    return [_plain(row["id"]) for row in order.get("items") or order["line_items"]]


def _plain(key):
    """Shopify's global ids end with the number that the channel uses."""
    return str(key).rsplit("/", 1)[-1]


def shipment(order, reference="WH/OUT/00001", quantities=(3, 1)):
    first, second = line_ids(order)
    lots = (ShippedLot(Decimal(2), lot="L1", expiry="2027-01-31"), ShippedLot(Decimal(1), serial="SN9"))
    lines = (
        ShipmentLine(first, Decimal(quantities[0]), "A", lots),
        ShipmentLine(second, Decimal(quantities[1]), "B"),
    )
    return Shipment(
        order_id=ids(order),
        reference=reference,
        lines=tuple(line for line in lines if line.quantity),
        carrier="DHL",
        tracking_number="00340434161094000001",
        tracking_url="https://dhl.example/1",
    )


def told(shop, order):
    """References, tracking numbers and lots the shop has."""
    if shop.code == "medusa":
        rows = [(row["metadata"], row["labels"][0]["tracking_number"]) for row in order["fulfillments"]]
        return [(meta["odoo_ref"], number, meta["lots"]) for meta, number in rows]
    if shop.code == "shopify":
        return [_told_shopify(row, order) for row in order["fulfillment_rows"]]
    metas = [{m["key"]: m["value"] for m in row["meta_data"]} for row in order.get("_fulfillments", [])]
    return [(meta["_odoo_ref"], meta["_tracking_number"], meta["_lots"]) for meta in metas]


def arrived(shop, order):
    """For each fulfilment, how often the shop was told that the customer has it."""
    if shop.code == "medusa":
        return [int(bool(row["delivered_at"])) for row in order["fulfillments"]]
    return [len(row["event_rows"]) for row in order["fulfillment_rows"]]


def _told_shopify(row, order):
    """A fulfilment and the metafield that names it."""
    records = [json.loads(value) for value in order["metafields_by_key"].values()]
    record = next(record for record in records if row["id"] in record.get("fulfillments", ()))
    (number,) = row["tracking"]["numbers"]
    return record["reference"], number, record["lots"]
