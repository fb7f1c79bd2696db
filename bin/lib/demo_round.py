"""One whole round through shop and Odoo, checked step by step: from checkout to tracking number.

Everything is looked at from outside: the shop through its own APIs, Odoo through the calls its screens make.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

import demo_catalogue
import demo_stock
from demo_customers import Buyer
from demo_system import DemoSystem

GOAL_SECONDS = 10
#: What failed once is tried again after a while, by a scheduler that looks once a minute.
PATIENCE_SECONDS = 180
PAUSE = 0.25


class CheckFailed(Exception):
    """Something that must hold does not."""


@dataclass
class Sale:
    """A shop order on its way: its id in the shop, and the records of Odoo that came of it."""

    shop_order_id: str
    order_id: int = 0
    picking_id: int = 0
    tracking: str = ""
    lots: tuple[str, ...] = ()


def wait_for(what: str, probe: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> Any:
    """Ask again and again until the answer is true.

    :raise CheckFailed: when it is still not after ``seconds``
    """
    deadline = time.monotonic() + seconds
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise CheckFailed(f"after {seconds:.0f} s still not: {what}")
        time.sleep(PAUSE)


class Round:
    """Steps and checks on a running system.

    :param system: Odoo and shop, connected
    """

    def __init__(self, system: DemoSystem):
        self.system = system
        self.odoo = system.administrator
        self.shop = system.merchant

    # --- steps ---

    def check_out(self, buyer: Buyer, items: Mapping[str, int], promo_codes: tuple[str, ...] = ()) -> Sale:
        """A customer buys."""
        order = self.system.customer().checkout(items, buyer.address, buyer.email, promo_codes)
        return Sale(order["id"])

    def wait_until_confirmed(self, sale: Sale) -> None:
        """The order is confirmed in Odoo, and everything in it is reserved."""
        sale.order_id = wait_for("the order is confirmed in Odoo", lambda: self._confirmed(sale))
        pickings = wait_for("the goods are reserved", lambda: self._pickings(sale, "assigned"))
        sale.picking_id = pickings[0]["id"]

    def _confirmed(self, sale: Sale) -> int:
        binding = [("store_id", "=", self.system.store_id), ("external_id", "=", sale.shop_order_id)]
        domain = [("ecom_order_binding_ids", "any", binding), ("state", "=", "sale")]
        found = self.odoo.search("sale.order", domain, ["id"])
        return found[0]["id"] if found else 0

    def _pickings(self, sale: Sale, state: str) -> list[dict]:
        return self.odoo.search(
            "stock.picking", [("sale_id", "=", sale.order_id), ("state", "=", state)], ["name"]
        )

    def ship(self, sale: Sale, tracking: str) -> None:
        """What the warehouse does: enter the tracking number, validate the transfer."""
        warehouse = self.system.session("warehouse")
        warehouse.call("stock.picking", "write", [sale.picking_id], {"carrier_tracking_ref": tracking})
        answer = warehouse.call("stock.picking", "button_validate", [sale.picking_id])
        if isinstance(answer, dict) and answer.get("res_model"):
            raise CheckFailed(f"the transfer was not validated, it asks for {answer['res_model']}")
        sale.tracking = tracking
        lines = self.odoo.search("stock.move.line", [("picking_id", "=", sale.picking_id)], ["lot_id"])
        sale.lots = tuple(sorted(line["lot_id"][1] for line in lines if line["lot_id"]))

    def wait_until_shipped_in_shop(self, sale: Sale) -> dict:
        """:return: the fulfilment that carries the tracking number"""
        return wait_for("the shop shows the tracking number", lambda: self._shipped(sale))

    def _shipped(self, sale: Sale) -> dict | None:
        for fulfillment in self.shop.order(sale.shop_order_id)["fulfillments"]:
            numbers = [label["tracking_number"] for label in fulfillment["labels"]]
            if sale.tracking in numbers and fulfillment["shipped_at"]:
                return fulfillment
        return None

    def repeat_webhook(self, sale: Sale) -> int:
        """Deliver the order's webhook once more. :return: HTTP status"""
        return self.post_webhook({"name": "order.placed", "data": {"id": sale.shop_order_id}})

    def post_webhook(self, event: dict) -> int:
        """Deliver a rightly signed webhook. :return: HTTP status"""
        body = json.dumps(event).encode()
        digest = hmac.new(self.system.webhook_secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Medusa-Signature": f"sha256={digest}"}
        return requests.post(self.system.webhook_url, data=body, headers=headers, timeout=30).status_code

    def poll(self) -> None:
        """Ask the shop for changed orders, as the button does, and wait until all has been worked off."""
        before = self._last_poll()
        time.sleep(1)  # Odoo keeps whole seconds
        self.odoo.call("ecom.store", "action_import_now", [self.system.store_id])
        wait_for("the shop was asked for orders", lambda: self._last_poll() != before)
        self.wait_until_quiet()

    def _last_poll(self) -> Any:
        domain = [("store_id", "=", self.system.store_id), ("flow", "=", "poll")]
        return self.odoo.search("ecom.store.flow", domain, ["last_success"])[0]["last_success"]

    def wait_until_quiet(self) -> None:
        """All exchanges are worked off, but for those of orders that the shop does not know (yet)."""
        domain = [
            ("store_id", "=", self.system.store_id),
            ("state", "=", "pending"),
            ("problem", "!=", "order_not_visible"),
        ]
        wait_for("all exchanges are worked off", lambda: not self.odoo.count("ecom.exchange", domain))

    # --- checks ---

    def check_reserved_lots(self, sale: Sale) -> None:
        """Every piece of a tracked product is reserved from a released lot with enough life."""
        fields = ["product_id", "lot_id", "quantity", "lot_release_status", "expiration_date"]
        lines = self.odoo.search("stock.move.line", [("picking_id", "=", sale.picking_id)], fields)
        products = self.odoo.call(
            "product.product", "read", [line["product_id"][0] for line in lines], ["tracking"]
        )
        tracked = {product["id"] for product in products if product["tracking"] != "none"}
        for line in lines:
            may_leave = line["lot_release_status"] == "released" and _lives_long_enough(line)
            if line["product_id"][0] in tracked and not may_leave:
                raise CheckFailed(
                    f"{line['product_id'][1]} is reserved from {line['lot_id']}, which may not leave"
                )

    def check_lots_in_shop(self, sale: Sale, fulfillment: dict) -> None:
        """The shop names exactly the lots and serial numbers that left."""
        rows = fulfillment["metadata"]["lots"]
        told = tuple(sorted(row["lot"] or row["serial"] for row in rows))
        if told != sale.lots:
            raise CheckFailed(f"the warehouse shipped {sale.lots}, but the shop was told {told}")

    def wait_until_stock_agrees(self) -> None:
        """For every product, the shop offers what Odoo can sell."""
        wait_for("the shop offers what Odoo can sell", lambda: not self.stock_differences())

    def stock_differences(self) -> dict[str, tuple[float, float]]:
        """(Odoo, shop) by SKU where they differ."""
        sellable = self.sellable()
        offered = {sku: available for sku, (_stocked, _reserved, available) in self.shop.stocks().items()}
        return {sku: (count, offered[sku]) for sku, count in sellable.items() if count != offered[sku]}

    def sellable(self) -> dict[str, float]:
        """Sellable quantity by SKU, added up here from the stock records, apart from the code under test."""
        warehouse = self.odoo.search("stock.warehouse", [("code", "=", "LYS")], ["lot_stock_id"])[0]
        fields = [
            "product_id",
            "lot_id",
            "quantity",
            "reserved_quantity",
            "release_status",
            "expiration_date",
        ]
        domain = [("location_id", "child_of", warehouse["lot_stock_id"][0])]
        totals = defaultdict(float)
        for quant in self.odoo.search("stock.quant", domain, fields):
            if not quant["lot_id"] or (quant["release_status"] == "released" and _lives_long_enough(quant)):
                totals[quant["product_id"][0]] += quant["quantity"] - quant["reserved_quantity"]
        skus = [product.sku for product in demo_catalogue.PRODUCTS]
        products = self.odoo.search("product.product", [("default_code", "in", skus)], ["default_code"])
        return {product["default_code"]: totals[product["id"]] for product in products}

    def snapshot(self) -> dict:
        """What must not change when the same message comes twice."""
        models = (
            "sale.order",
            "sale.order.line",
            "res.partner",
            "stock.picking",
            "stock.move",
            "ecom.product.binding",
        )
        orders = self.shop.orders(limit=50)
        return {
            **{model: self.odoo.count(model) for model in models},
            "sellable": self.sellable(),
            "fulfilments": {
                order["id"]: len(self.shop.order(order["id"])["fulfillments"]) for order in orders
            },
            "stock in the shop": self.shop.stocks(),
        }


def _lives_long_enough(record: dict) -> bool:
    """Whether a lot's expiry (UTC, or False for none) leaves the minimum shelf life from now."""
    if not record["expiration_date"]:
        return True
    expiry = datetime.fromisoformat(record["expiration_date"]).replace(tzinfo=UTC)
    return expiry > datetime.now(UTC) + timedelta(days=demo_stock.MINIMUM_SHELF_LIFE_DAYS)
