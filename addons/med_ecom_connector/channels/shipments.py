"""What left the warehouse, in no shop's own terms; see ``neutral.py`` for units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class ShippedLot:
    """``expiry`` is an ISO date or empty; one of ``lot`` and ``serial`` is set.

    ``udi`` is the whole identifier as people read it, or empty when the product has none.
    """

    quantity: Decimal
    lot: str = ""
    serial: str = ""
    expiry: str = ""
    udi: str = ""


@dataclass(frozen=True)
class Parcel:
    """``weight`` is in kg, 0 when nobody weighed it."""

    name: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    weight: Decimal = Decimal(0)


@dataclass(frozen=True)
class ShipmentLine:
    """``line_id`` is the shop's id of the order line; ``quantity`` is counted as the shop sells it."""

    line_id: str
    quantity: Decimal
    sku: str = ""
    lots: tuple[ShippedLot, ...] = ()


@dataclass(frozen=True)
class Shipment:
    """``reference`` is our own unique name of the shipment, by which a repeat is recognised.

    ``parcels`` is for shops with room for several; ``tracking_number`` has all their numbers joined
    by a comma, for those with room for one text.
    """

    order_id: str
    reference: str
    lines: tuple[ShipmentLine, ...]
    carrier: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    shipped_at: datetime | None = None
    #: when the last of its parcels reached the customer; None while it is on its way
    delivered_at: datetime | None = None
    parcels: tuple[Parcel, ...] = ()


@dataclass(frozen=True)
class ShipmentResult:
    """``external_id`` is the shop's id; ``already_there`` says that the shipment had been told before."""

    external_id: str
    already_there: bool = False
