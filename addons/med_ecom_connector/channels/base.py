"""The channel port: what every shop must be able to do.

Plain Python, without Odoo imports. A channel is a folder with ``client.py`` (transport:
authentication, paging, throttling, typed errors) and ``mapping.py`` (pure functions from
payload to the dataclasses of ``neutral.py`` and back). ``readme/ADDING_CHANNEL.md`` tells how to add one.
"""

from __future__ import annotations

import abc
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from .aftersales import CancelOut, RefundOut, ReturnOut
from .catalogue import ProductOut, ProductResult, ShopProduct
from .neutral import (
    ItemResult,
    Order,
    PriceUpdate,
    RawOrder,
    ShopVariant,
    StockLevel,
    VariantRef,
    WebhookEvent,
)
from .shipments import Shipment, ShipmentResult
from .shop import Capabilities, ChannelSettings, ShopInfo


class Channel(abc.ABC):
    """A connection to one shop. Cheap to make; holds a ``requests.Session``.

    Every method that talks to the shop raises a :class:`~.errors.ChannelError` subclass
    on failure, never a bare ``requests`` exception.
    """

    code: str
    label: str
    capabilities = Capabilities()

    def __init__(self, settings: ChannelSettings, session=None):
        self.settings = settings
        self.session = session

    @abc.abstractmethod
    def test_connection(self) -> ShopInfo:
        """Log in and name the shop."""

    @abc.abstractmethod
    def iter_orders(self, modified_since: datetime | None, page_size: int = 50) -> Iterator[list[RawOrder]]:
        """Yield pages of orders changed at or after ``modified_since``, oldest change first.

        The caller has already moved ``modified_since`` back by its overlap. A page that is
        cut off raises :class:`~.errors.ProtocolError` before it is yielded.
        """

    @abc.abstractmethod
    def fetch_orders(self, external_ids: Sequence[str]) -> list[RawOrder]:
        """The current truth about these orders, at most ``capabilities.max_fetch_batch``.

        Orders that the shop does not know are left out.
        """

    @abc.abstractmethod
    def parse_order(self, payload: dict) -> Order:
        """Read the shop's order; pure.

        :param payload: as in :class:`~.neutral.RawOrder`
        :raises PayloadError: naming the field at fault
        """

    @abc.abstractmethod
    def iter_variants(self, page_size: int = 100) -> Iterator[list[ShopVariant]]:
        """Yield pages of all sellable articles."""

    @abc.abstractmethod
    def push_stock(self, levels: Sequence[StockLevel]) -> list[ItemResult]:
        """Set absolute stock figures, at most ``capabilities.max_stock_batch``.

        :return: one result per level, in their order
        """

    @abc.abstractmethod
    def push_prices(self, prices: Sequence[PriceUpdate]) -> list[ItemResult]:
        """Set prices, at most ``capabilities.max_price_batch``.

        :return: one result per price, in their order
        """

    @abc.abstractmethod
    def push_shipment(self, shipment: Shipment) -> ShipmentResult:
        """Tell the shop what left, with carrier, tracking number and lots.

        Safe to repeat: looks for ``shipment.reference`` first, since a call that timed out
        may have done its work.
        """

    @abc.abstractmethod
    def verify_webhook(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the signature over the raw body is right, compared in constant time."""

    @abc.abstractmethod
    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> list[WebhookEvent]:
        """What a verified webhook hints at; an empty list for topics that do not concern us.

        :raises PayloadError: when the body can't be read
        """

    # What follows is only called when the channel's ``capabilities`` say so.

    def fetch_stock(self, variants: Sequence[VariantRef]) -> dict[str, Decimal]:
        """The shop's own figures now, by ``external_id``; what it does not know is left out."""
        raise NotImplementedError

    def confirm_delivery(self, shipment: Shipment, shipment_id: str) -> None:
        """Tell the shop that a shipment it was told of has reached the customer, at ``delivered_at``.

        Safe to repeat: what the shop knows to be delivered is left alone.

        :param shipment_id: as :meth:`push_shipment` named it
        """
        raise NotImplementedError

    def cancel_order(self, cancellation: CancelOut) -> None:
        """Cancel in the shop. Safe to repeat: an order that is cancelled already is no error."""
        raise NotImplementedError

    def push_refund(self, refund: RefundOut) -> str:
        """Give money back through the shop. Safe to repeat, by ``refund.reference``.

        :return: the shop's id of the refund
        """
        raise NotImplementedError

    def answer_return(self, answer: ReturnOut) -> None:
        """Tell the shop what became of a return. Safe to repeat."""
        raise NotImplementedError

    def iter_products(self, page_size: int = 50) -> Iterator[list[ShopProduct]]:
        """Yield pages of all products with their variants."""
        raise NotImplementedError

    def fetch_products(self, external_ids: Sequence[str]) -> list[ShopProduct]:
        """These products now, at most ``capabilities.max_fetch_batch``; unknown ones are left out."""
        raise NotImplementedError

    def push_product(self, product: ProductOut) -> ProductResult:
        """Create or update a product with its variants.

        Safe to repeat: looks for the product by its id, our reference, then the SKU of an article,
        since a call that timed out may have done its work. Variants of the shop that we do not know stay.
        """
        raise NotImplementedError
