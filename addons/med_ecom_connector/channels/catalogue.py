"""Products and customers as shops keep them, in no shop's own terms; see ``neutral.py`` for units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .neutral import VariantRef

PRODUCT_STATUSES = ("published", "draft")


@dataclass(frozen=True)
class ProductOption:
    """What variants differ in, e.g. Size: S, M."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class ProductVariant:
    """A sellable article of a product. ``options`` is option name to value; empty for the only variant."""

    external_id: str
    sku: str = ""
    barcode: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    image_url: str = ""


@dataclass(frozen=True)
class ShopProduct:
    """A product as the shop shows it. ``description`` may be HTML; ``categories`` are names."""

    external_id: str
    name: str
    variants: tuple[ProductVariant, ...]
    description: str = ""
    status: str = "published"
    options: tuple[ProductOption, ...] = ()
    categories: tuple[str, ...] = ()
    image_urls: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProductFact:
    """Something customers shall read about a product, e.g. its class. An empty value takes it away.

    ``code`` never changes, whatever the language of ``name``.
    """

    code: str
    name: str
    value: str


@dataclass(frozen=True)
class VariantOut:
    """An article to show in the shop. ``reference`` is our own unique name of it.

    ``price`` is set on a new article only: prices have a flow of their own.
    """

    reference: str
    sku: str
    title: str
    options: tuple[tuple[str, str], ...] = ()
    barcode: str = ""
    price: Decimal | None = None
    external_id: str = ""


@dataclass(frozen=True)
class ProductOut:
    """A product to show in the shop. ``reference`` is our own unique name, by which a repeat is recognised.

    Pictures are addresses that the shop can read.
    """

    reference: str
    name: str
    variants: tuple[VariantOut, ...]
    currency: str
    description: str = ""
    status: str = "published"
    options: tuple[ProductOption, ...] = ()
    categories: tuple[str, ...] = ()
    image_urls: tuple[str, ...] = ()
    facts: tuple[ProductFact, ...] = ()
    external_id: str = ""


@dataclass(frozen=True)
class ProductResult:
    """``variants`` maps our reference of an article to its ids in the shop."""

    external_id: str
    variants: Mapping[str, VariantRef]
