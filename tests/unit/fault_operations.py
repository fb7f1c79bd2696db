"""What is done with a shop, and what is then to be seen, whatever fails in between."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from channel_kit import FAKES, arrived, connect, ids, line_ids, read_order, shipment, told

from channels.aftersales import CancelOut, RefundOut, ReturnLine, ReturnOut
from channels.base import Channel
from channels.catalogue import ProductFact, ProductOption, ProductOut, VariantOut
from channels.neutral import PriceUpdate, StockLevel, VariantRef
from channels.registry import CHANNELS


def seed(code, operation):
    """A fake shop with three orders, one of them paid, and two articles."""
    shop = FAKES[code]()
    shop.code, shop.done = code, None
    shop.start()
    shop.add_product("A", "Alpha 😀", "10", stock=10)
    shop.add_product("B", "Beta", "10", stock=10)
    start = shop.clock() - timedelta(hours=1)
    for number in range(2):
        shop.place_order([("A", 1)], at=start + timedelta(minutes=number))
    shop.order = shop.place_order([("A", 3), ("B", 1)], at=start + timedelta(minutes=5), paid=True)
    if operation in PREPARED:
        PREPARED[operation](shop, connect(shop))
        shop.requests.clear()
    return shop


def read(channel, order):
    return neutral(read_order(channel, order))


def neutral(order):
    """An order without what depends on the clock and on counters."""
    payments = tuple(replace(row, external_id="", paid_at=None, reference="") for row in order.payments)
    refunds = tuple(replace(row, external_id="", created_at=None) for row in order.refunds)
    returns = tuple(replace(row, external_id="", created_at=None) for row in order.returns)
    instants = {"created_at": None, "modified_at": None}
    return replace(order, payments=payments, refunds=refunds, returns=returns, **instants)


def connect_to_it(shop, channel):
    # WordPress need not tell its name
    return replace(channel.test_connection(), name="")


def iter_orders(shop, channel):
    found = {}
    for page in channel.iter_orders(None, page_size=2):
        for raw in page:
            found[raw.external_id] = neutral(channel.parse_order(raw.payload))
    return found


def fetch_orders(shop, channel):
    return {raw.external_id: raw.number for raw in channel.fetch_orders([*map(ids, shop.orders.values())])}


def iter_variants(shop, channel):
    return {variant.external_id: variant for page in channel.iter_variants(1) for variant in page}


def push_stock(shop, channel):
    levels = [StockLevel(VariantRef(**shop.ref(sku)), Decimal(n)) for sku, n in (("A", 7), ("B", 0))]
    return [result.ok for result in channel.push_stock(levels)], shop.stock("A"), shop.stock("B")


def fetch_stock(shop, channel):
    return channel.fetch_stock([VariantRef(**shop.ref(sku)) for sku in "AB"])


def push_prices(shop, channel):
    rows = [PriceUpdate(VariantRef(**shop.ref(sku)), Decimal("12.34"), "EUR") for sku in "AB"]
    return [result.ok for result in channel.push_prices(rows)], shop.price("A"), shop.price("B")


def push_shipment(shop, channel):
    channel.push_shipment(shipment(shop.order, "WH/OUT/00001", (2, 0)))
    return sorted(map(str, told(shop, shop.order))), read(channel, shop.order)


def push_last_shipment(shop, channel):
    channel.push_shipment(shipment(shop.order))
    return sorted(map(str, told(shop, shop.order))), read(channel, shop.order)


def confirm_delivery(shop, channel):
    left = replace(shipment(shop.order), delivered_at=datetime(2026, 11, 20, tzinfo=UTC))
    channel.confirm_delivery(left, channel.push_shipment(left).external_id)
    return arrived(shop, shop.order), read(channel, shop.order)


def cancel_order(shop, channel):
    channel.cancel_order(CancelOut(ids(shop.order), "SO1", "customer"))
    return read(channel, shop.order)


def push_refund(shop, channel):
    channel.push_refund(RefundOut(ids(shop.order), "RF/1", Decimal("12.00"), "EUR", "one damaged"))
    return read(channel, shop.order)


def accept_return(shop, channel):
    return _answer(shop, channel, True)


def decline_return(shop, channel):
    return _answer(shop, channel, False)


def _answer(shop, channel, accepted):
    if not hasattr(shop, "request"):
        ask = getattr(shop, "request_return", lambda *_args: {"id": "refund:1"})
        shop.request = ask(shop.order, [(0, 2)])
    lines = (ReturnLine(line_ids(shop.order)[0], Decimal(2), received=Decimal(2)),)
    request_id = str(shop.request["id"]).rsplit("/", 1)[-1]
    channel.answer_return(ReturnOut(ids(shop.order), request_id, "RET/1", accepted, "as agreed", lines))
    return read(channel, shop.order), [row["note"] for row in shop.order.get("_notes", [])]


def iter_products(shop, channel):
    return {product.external_id: product for page in channel.iter_products(1) for product in page}


def push_new_product(shop, channel):
    return _push(shop, channel, ("S", "M"), "Class I")


def push_changed_product(shop, channel):
    """One size more, and a fact less, than what the shop has."""
    return _push(shop, channel, ("S", "M", "L"), "")


def _push(shop, channel, sizes, device_class):
    product = ProductOut(
        reference="odoo-p1",
        name="Brace",
        currency="EUR",
        options=(ProductOption("Size", sizes),),
        categories=("Orthoses",),
        facts=(
            ProductFact("device_class", "Device class", device_class),
            ProductFact("udi_di", "UDI-DI", "04012345678901"),
        ),
        variants=tuple(
            VariantOut(f"odoo-{size}", f"BR-{size}", size, (("Size", size),), price=Decimal("19.9"))
            for size in sizes
        ),
    )
    told = channel.push_product(product)
    # to look what came of it is no part of the operation
    shop.done = len(shop.requests)
    found = [row for page in connect(shop).iter_products() for row in page if row.name == "Brace"]
    plain = [
        replace(row, external_id="", variants=tuple(replace(one, external_id="") for one in row.variants))
        for row in found
    ]
    return plain, shop.facts("Brace"), {key: ref.sku for key, ref in told.variants.items()}


#: what must have been done before
PREPARED = {push_changed_product: push_new_product}


#: and the capability it needs
OPERATIONS = {
    connect_to_it: None,
    iter_orders: None,
    fetch_orders: None,
    iter_variants: None,
    push_stock: "pushes_stock",
    fetch_stock: None,
    push_prices: "pushes_prices",
    push_shipment: "pushes_shipments",
    push_last_shipment: "pushes_shipments",
    confirm_delivery: "confirms_deliveries",
    cancel_order: "cancels",
    push_refund: "refunds",
    accept_return: "answers_returns",
    decline_return: "answers_returns",
    iter_products: "reads_products",
    push_new_product: "publishes_products",
    push_changed_product: "publishes_products",
}


def can(code, operation):
    channel, needed = CHANNELS[code], OPERATIONS[operation]
    if operation is fetch_stock:
        return channel.fetch_stock is not Channel.fetch_stock
    return needed is None or getattr(channel.capabilities, needed)
