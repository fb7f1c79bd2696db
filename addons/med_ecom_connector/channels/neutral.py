"""What channels and Odoo say to each other, in no shop's own terms.

Amounts are :class:`~decimal.Decimal` in major currency units, rates are percent (``20`` is
20 %), instants are timezone-aware UTC, country codes are ISO 3166 alpha-2 in upper case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from .aftersales import Payment, Refund, ReturnRequest

ORDER_STATUSES = ("open", "completed", "cancelled")
PAYMENT_STATES = (
    "unpaid",
    "authorized",
    "partially_paid",
    "paid",
    "partially_refunded",
    "refunded",
    "failed",
)


@dataclass(frozen=True)
class RawOrder:
    """An order as the shop answered it, with what paging and de-duplication need."""

    external_id: str
    number: str
    modified_at: datetime
    payload: dict = field(repr=False)


@dataclass(frozen=True)
class Address:
    """``state`` is a region's name or code, as the shop has it."""

    name: str = ""
    company: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    zip: str = ""
    state: str = ""
    country_code: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Customer:
    """``external_id`` is empty for a guest."""

    external_id: str = ""
    email: str = ""
    name: str = ""
    phone: str = ""
    company: str = ""
    vat: str = ""


@dataclass(frozen=True)
class TaxRate:
    """``rate`` is in percent; ``name`` is the shop's own word for it."""

    rate: Decimal
    name: str = ""


@dataclass(frozen=True)
class OrderLine:
    """One line of goods, fee or shipping.

    ``unit_price`` and ``subtotal`` are before discount; ``discount`` is the amount taken off
    the whole line, positive. All three include tax exactly if ``price_includes_tax``.
    ``total`` is what the customer pays for the line: after discount, tax included.
    """

    external_id: str
    name: str
    quantity: Decimal
    unit_price: Decimal
    subtotal: Decimal
    discount: Decimal
    total: Decimal
    tax_amount: Decimal
    taxes: tuple[TaxRate, ...] = ()
    price_includes_tax: bool = False
    sku: str = ""
    variant_id: str = ""
    requires_shipping: bool = True
    #: quantity that the shop already counts as fulfilled
    fulfilled: Decimal = Decimal(0)


@dataclass(frozen=True)
class Order:
    """An order as it was placed and edited, before refunds.

    ``number`` is what people know it by. ``status`` is one of ``ORDER_STATUSES``, ``payment_state`` one of
    ``PAYMENT_STATES``. ``total`` is what the customer pays for all lines, tax included.
    """

    external_id: str
    number: str
    status: str
    payment_state: str
    payment_method: str
    currency: str
    created_at: datetime
    modified_at: datetime
    customer: Customer
    billing: Address
    shipping: Address
    lines: tuple[OrderLine, ...]
    shipping_lines: tuple[OrderLine, ...]
    fee_lines: tuple[OrderLine, ...]
    total: Decimal
    tax_total: Decimal
    discount_codes: tuple[str, ...] = ()
    note: str = ""
    #: amount given back so far; the shop's total may or may not have fallen by it,
    #: ``total`` above is always the amount ordered, before refunds
    refunded: Decimal = Decimal(0)
    payments: tuple[Payment, ...] = ()
    #: False when the shop said nothing of money this time: what is known of it stays
    tells_payments: bool = True
    refunds: tuple[Refund, ...] = ()
    returns: tuple[ReturnRequest, ...] = ()
    cancel_reason: str = ""
    #: units of the shop's own currency for one of ``currency``; None when the shop says nothing
    exchange_rate: Decimal | None = None


@dataclass(frozen=True)
class ShopVariant:
    """A sellable article of the shop. ``inventory_id`` is the id that stock is written to."""

    external_id: str
    product_id: str
    sku: str
    name: str
    inventory_id: str = ""
    managed: bool = True
    #: the shop's own stock figure, to be compared with what we last pushed
    stock: Decimal | None = None
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    #: ids of the price rows by currency, where the shop gives prices ids
    price_ids: Mapping[str, str] = field(default_factory=dict)
    barcode: str = ""


@dataclass(frozen=True)
class VariantRef:
    """The ids of a bound article, as kept in Odoo."""

    external_id: str
    product_id: str = ""
    inventory_id: str = ""
    sku: str = ""


@dataclass(frozen=True)
class StockLevel:
    """``quantity`` is the figure that the shop shall show, not a change of it; never negative."""

    variant: VariantRef
    quantity: Decimal


@dataclass(frozen=True)
class PriceUpdate:
    """``amount`` is what the customer pays.

    ``regular`` is the price before the discount that the shop shows, for channels with ``sale_prices``. None
    leaves a sale of the shop's own alone; the amount itself ends a sale that we told.
    """

    variant: VariantRef
    amount: Decimal
    currency: str
    regular: Decimal | None = None

    @property
    def is_sale(self):
        """Whether the shop shall show a higher price beside it."""
        return self.regular is not None and self.regular > self.amount


@dataclass(frozen=True)
class ItemResult:
    """Outcome for one row of a batch; ``error`` is what the shop said."""

    external_id: str
    ok: bool
    error: str = ""


@dataclass(frozen=True)
class WebhookEvent:
    """A hint that something changed: ``kind`` is "order" or "product"; never the truth itself."""

    topic: str
    kind: str
    external_id: str
