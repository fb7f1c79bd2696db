"""How a shop is reached, what its channel can do, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class ChannelSettings:
    """Where a shop is and how to get in.

    ``timeout`` is in seconds. ``options`` holds what only one channel knows.
    """

    base_url: str
    api_key: str = field(default="", repr=False)
    api_secret: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)
    timeout: float = 20.0
    verify_tls: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do; the web UI and the exchange engine offer only that."""

    #: True when the shop's stock figure still contains goods of open orders (it keeps
    #: reservations of its own); False when placing an order lowers the figure at once.
    stock_includes_open_orders: bool = False
    fractional_stock: bool = False
    max_stock_batch: int = 100
    max_price_batch: int = 100
    max_fetch_batch: int = 50
    #: what travels to the shop
    pushes_stock: bool = True
    pushes_prices: bool = True
    #: whether a price may come with the regular one that it is lower than
    sale_prices: bool = False
    pushes_shipments: bool = True
    cancels: bool = False
    refunds: bool = False
    answers_returns: bool = False
    #: whether the shop has room for the news that a shipment reached its customer
    confirms_deliveries: bool = False
    publishes_products: bool = False
    #: what can be read from the shop, besides orders and articles
    reads_products: bool = False
    #: servers besides the shop's own from which its pictures may be fetched
    picture_hosts: tuple[str, ...] = ()
    #: whether ``fetch_stock`` tells the shop's figures now, to be compared before they are overwritten
    reads_stock: bool = False
    #: whether a shipment has room for lot, serial number, expiry and UDI of each line
    ships_lots: bool = False
    #: whether a capture makes an order count as changed, so that the regular poll sees it
    stamps_captures: bool = True
    #: False for channels that are not asked over a network: no polls, no webhooks, no credentials
    is_online: bool = True
    #: whether the shop keeps stock per place, so that one must be chosen (``ShopInfo.choices``)
    stock_locations: bool = False
    #: which fields of ``ChannelSettings`` it logs in and signs with
    secrets: tuple[str, ...] = ("api_key", "webhook_secret")


@dataclass(frozen=True)
class ShopInfo:
    """Answer to "Test connection"."""

    name: str
    currencies: tuple[str, ...] = ()
    version: str = ""
    #: keys of ``WARNINGS`` in ``problems``
    warnings: tuple[str, ...] = ()
    #: choices the shop offers for options of the store, e.g. {"stock_location": [(id, name)]}
    choices: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
