"""CSV and XLSX files as a channel: orders come out of files, news for the shop goes into them.

Nothing is asked over a network. What files told, and what is to be written into the next one,
is kept by whoever makes the channel: ``settings.options["desk"]``, a :class:`Desk`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from ..base import Channel
from ..errors import RejectedError
from ..neutral import ItemResult, RawOrder, ShopVariant
from ..reading import utc_instant
from ..sentences import _lt
from ..shipments import ShipmentResult
from ..shop import Capabilities, ShopInfo
from . import mapping, rows


class Desk(Protocol):
    """Where files are kept."""

    def name(self) -> str: ...

    def orders(self, external_ids: Sequence[str] | None = None, since: datetime | None = None) -> list[dict]:
        """The newest payload of each order that files told: of these orders, or of those read since."""

    def articles(self) -> Sequence[tuple[str, str]]:
        """SKU and name of what the shop may sell."""

    def put(self, kind: str, key: str, rows: Sequence[Mapping[str, Any]]) -> bool:
        """Keep rows for the next file of a kind; False when the same rows were put under this key before."""

    def note_refund(self, external_id: str, refund: Mapping[str, Any]) -> None:
        """Remember with an order that we ask for a refund, so that the shop's news of it is no other one."""


class FileChannel(Channel):
    """A shop without an API."""

    code = "file"
    label = "CSV and XLSX files"
    capabilities = Capabilities(
        # a file's orders are on the way or delivered: the shop subtracts them itself
        stock_includes_open_orders=False,
        fractional_stock=True,
        max_stock_batch=1000,
        max_price_batch=1000,
        max_fetch_batch=500,
        cancels=True,
        refunds=True,
        answers_returns=True,
        ships_lots=True,
        confirms_deliveries=True,
        is_online=False,
        secrets=(),
        stock_locations=False,
    )

    @property
    def desk(self) -> Desk:
        desk = self.settings.options.get("desk")
        if desk is None:
            raise RejectedError(_lt("This shop has no place to keep its files."))
        return desk

    def test_connection(self):
        return ShopInfo(name=self.desk.name())

    def iter_orders(self, modified_since, page_size=50):
        raws = sorted(
            (raw_order(payload) for payload in self.desk.orders(since=modified_since)),
            key=lambda o: o.modified_at,
        )
        for start in range(0, len(raws), page_size):
            yield raws[start : start + page_size]

    def fetch_orders(self, external_ids):
        return [raw_order(payload) for payload in self.desk.orders(list(external_ids))]

    def parse_order(self, payload):
        return mapping.parse_order(payload)

    def iter_variants(self, page_size=100):
        articles = list(self.desk.articles())
        for start in range(0, len(articles), page_size):
            yield [
                ShopVariant(external_id=sku, product_id=sku, sku=sku, name=name, inventory_id=sku)
                for sku, name in articles[start : start + page_size]
            ]

    def push_stock(self, levels):
        for level in levels:
            self.desk.put("stock", level.variant.external_id, rows.stock_rows(level))
        return [ItemResult(level.variant.external_id, ok=True) for level in levels]

    def push_prices(self, prices):
        for price in prices:
            key = f"{price.variant.external_id} {price.currency}"
            self.desk.put("price", key, rows.price_rows(price))
        return [ItemResult(price.variant.external_id, ok=True) for price in prices]

    def push_shipment(self, shipment):
        is_news = self.desk.put("shipment", shipment.reference, rows.shipment_rows(shipment))
        return ShipmentResult(external_id=shipment.reference, already_there=not is_news)

    def confirm_delivery(self, shipment, shipment_id):
        # the same rows once more, now with the time: the next file tells it
        self.desk.put("shipment", shipment.reference, rows.shipment_rows(shipment))

    def cancel_order(self, cancellation):
        self.desk.put("cancel", cancellation.order_id, rows.cancel_rows(cancellation, datetime.now(UTC)))

    def push_refund(self, refund):
        self.desk.note_refund(refund.order_id, rows.noted_refund(refund))
        self.desk.put("refund", refund.reference, rows.refund_rows(refund))
        return refund.reference

    def answer_return(self, answer):
        self.desk.put("return", answer.reference, rows.return_rows(answer))

    def verify_webhook(self, headers, body):
        return False

    def parse_webhook(self, headers, body):
        return []


def raw_order(payload):
    """What paging and de-duplication need of an order as a file told it."""
    number = str(payload.get("number") or "")
    return RawOrder(
        external_id=number,
        number=number,
        modified_at=_modified_at(payload),
        payload=payload,
    )


def _modified_at(payload):
    try:
        return utc_instant(payload.get("modified_at") or payload.get("read_at"))
    except (TypeError, ValueError):
        return datetime(2000, 1, 1, tzinfo=UTC)
