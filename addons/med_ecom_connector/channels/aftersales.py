"""What happens to an order after it was placed: money, refunds, returns, cancellation.

Plain data in no shop's own terms; see ``neutral.py`` for units. All amounts are positive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

PAYMENT_STATUSES = ("authorized", "captured", "failed", "voided")
RETURN_STATUSES = ("requested", "approved", "received", "declined", "cancelled")


@dataclass(frozen=True)
class Payment:
    """Money as the shop's payment provider reports it.

    ``amount`` is what this row stands for (the captured part, once captured). ``on_delivery`` is money that
    the carrier collects. ``method`` is the provider's own code; a gift card is a payment whose
    ``is_gift_card`` is set, a voucher that lowers the price is a discount, not a payment.
    """

    external_id: str
    status: str
    amount: Decimal
    currency: str
    method: str = ""
    reference: str = ""
    paid_at: datetime | None = None
    is_gift_card: bool = False
    on_delivery: bool = False


@dataclass(frozen=True)
class RefundLine:
    """``amount`` includes tax. ``restock`` says that the shop counts the goods as its stock again."""

    line_id: str
    quantity: Decimal
    amount: Decimal
    restock: bool = False
    sku: str = ""


@dataclass(frozen=True)
class Refund:
    """Money given back in the shop; without ``lines`` it is an amount only.

    ``amount`` is the whole refund with tax: the lines, shipping and whatever else.
    """

    external_id: str
    amount: Decimal
    currency: str
    reason: str = ""
    created_at: datetime | None = None
    lines: tuple[RefundLine, ...] = ()
    shipping_amount: Decimal = Decimal(0)
    #: our own name of it, when it was we who asked the shop to pay it back
    reference: str = ""


@dataclass(frozen=True)
class ReturnLine:
    """``lot`` is the lot or serial number that is said to come back, where the shop knows it."""

    line_id: str
    quantity: Decimal
    reason: str = ""
    received: Decimal = Decimal(0)
    lot: str = ""
    sku: str = ""


@dataclass(frozen=True)
class ReturnRequest:
    """A customer wants to send goods back, or has.

    ``in_exchange``: other goods go out for them. The shop has put these on the order already, unless
    ``exchange_pending``: then it does so once we accept the return.
    """

    external_id: str
    number: str
    status: str
    lines: tuple[ReturnLine, ...]
    reason: str = ""
    created_at: datetime | None = None
    in_exchange: bool = False
    #: a complaint about the goods, which the shop's staff has accepted
    is_claim: bool = False
    exchange_pending: bool = False
    #: what somebody wrote about this case, where ``reason`` and those of the lines are words that come again
    note: str = ""


@dataclass(frozen=True)
class CancelOut:
    """Tell the shop that its order will not be fulfilled."""

    order_id: str
    reference: str
    reason: str = ""


@dataclass(frozen=True)
class RefundOut:
    """Ask the shop to give money back. ``reference`` is our own unique name of it."""

    order_id: str
    reference: str
    amount: Decimal
    currency: str
    reason: str = ""
    lines: tuple[RefundLine, ...] = ()


@dataclass(frozen=True)
class ReturnOut:
    """What became of a return: ``accepted`` and received, or declined, with the reason."""

    order_id: str
    return_id: str
    reference: str
    accepted: bool
    reason: str = ""
    lines: tuple[ReturnLine, ...] = ()
