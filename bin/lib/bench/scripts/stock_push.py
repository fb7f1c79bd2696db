"""Sends the stock of BENCH_SKUS articles to a fake shop, after every one of them changed.

Run by ``odoo shell``; see ``bench/stock_push.py``.
"""
# ruff: noqa: F821 - ``env`` comes from the shell

import json
import os
import time
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

from odoo import fields
from odoo.tools import SQL

from odoo.addons.med_ecom_connector.channels.medusa import MedusaChannel
from odoo.addons.med_ecom_connector.channels.neutral import ItemResult

SKUS, CHUNK, ROUNDS, GROWN = int(os.environ["BENCH_SKUS"]), 100, 3, 10


class FakeShop(MedusaChannel):
    """A shop that takes every figure at once; what it was told is all that it keeps."""

    stock, calls, told = {}, 0, Counter()

    def fetch_stock(self, variants):
        return {
            ref.external_id: self.stock[ref.external_id] for ref in variants if ref.external_id in self.stock
        }

    def push_stock(self, levels):
        FakeShop.calls += 1
        FakeShop.told.update(level.variant.external_id for level in levels)
        self.stock.update({level.variant.external_id: level.quantity for level in levels})
        return [ItemResult(level.variant.external_id, True) for level in levels]


def prepare():
    products = env["product.product"].create(
        [
            {
                "name": f"Device {number}",
                "default_code": f"SKU-{number}",
                "is_storable": True,
                "tracking": "lot",
                "use_expiration_date": True,
                "is_medical_device": True,
                "device_class": "I",
            }
            for number in range(SKUS)
        ]
    )
    expiry = fields.Datetime.now() + timedelta(days=400)
    lots = env["stock.lot"].create(
        [
            {"name": "L1", "product_id": product.id, "expiration_date": expiry, "release_status": "released"}
            for product in products
        ]
    )
    quants = env["stock.quant"].create(
        [
            {
                "product_id": lot.product_id.id,
                "lot_id": lot.id,
                "location_id": warehouse.lot_stock_id.id,
                "quantity": 20,
            }
            for lot in lots
        ]
    )
    env["ecom.product.binding"].create(
        [
            {
                "store_id": store.id,
                "external_id": f"variant_{product.id}",
                "inventory_id": f"item_{product.id}",
                "sku": product.default_code,
                "product_id": product.id,
            }
            for product in products
        ]
    )
    return products, quants


def seconds(function):
    """:return: the best of several runs, each with nothing read before"""
    found = []
    for _round in range(ROUNDS):
        env.flush_all()
        env.invalidate_all()
        began = time.perf_counter()
        function()
        found.append(time.perf_counter() - began)
    return min(found)


def free_qty():
    for start in range(0, len(products), CHUNK):
        products[start : start + CHUNK].with_context(warehouse_id=warehouse.id).mapped("free_qty")


def push():
    """:return: (seconds, calls, articles told more than once)"""
    FakeShop.calls, FakeShop.told = 0, Counter()
    env.invalidate_all()
    began = time.perf_counter()
    env["ecom.handler.stock"]._queue(store)
    env.cr.commit()
    taken = time.perf_counter() - began
    return taken, FakeShop.calls, sum(count > 1 for count in FakeShop.told.values())


def grow():
    """Ten times the lots and stock rows, by SQL: what is measured is the reading."""
    for copy in range(1, GROWN):
        for table, name in (("stock_lot", "name"), ("stock_quant", None)):
            columns = [
                column
                for (column,) in env.execute_query(
                    SQL(
                        "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
                        " AND column_name <> 'id' AND is_generated = 'NEVER'",
                        table,
                    )
                )
            ]
            values = [
                SQL("'L' || %s::text", copy + 1) if column == name else SQL.identifier(column)
                for column in columns
            ]
            env.cr.execute(
                SQL(
                    "INSERT INTO %s (%s) SELECT %s FROM %s WHERE id = ANY(%s)",
                    SQL.identifier(table),
                    SQL(", ").join(map(SQL.identifier, columns)),
                    SQL(", ").join(values),
                    SQL.identifier(table),
                    lot_ids if table == "stock_lot" else quants.ids,
                )
            )
    # each copy of a stock row gets the copy of its lot
    env.cr.execute(
        """
        UPDATE stock_quant SET lot_id = lot.id
          FROM (SELECT quant.id AS quant_id, quant.product_id,
                       ROW_NUMBER() OVER (PARTITION BY quant.product_id ORDER BY quant.id) AS nth
                  FROM stock_quant quant) numbered
          JOIN (SELECT id, product_id, ROW_NUMBER() OVER (PARTITION BY product_id ORDER BY id) AS nth
                  FROM stock_lot) lot ON lot.product_id = numbered.product_id AND lot.nth = numbered.nth
         WHERE stock_quant.id = numbered.quant_id
        """
    )
    env.cr.execute("ANALYZE stock_quant; ANALYZE stock_lot")
    env.cr.commit()


def sellable():
    return env["ecom.sellable"]._quantities(store, products)


warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
store = env["ecom.store"].create(
    {"name": "Bench", "channel": "medusa", "base_url": "http://127.0.0.1:9", "warehouse_id": warehouse.id}
)
products, quants = prepare()
lot_ids = quants.lot_id.ids
env.cr.commit()
env.cr.execute("ANALYZE")
with patch.object(type(store), "_channel", lambda this: FakeShop(this._channel_settings())):
    first = push()
    quants.write({"quantity": 21})
    env.cr.commit()
    changed = push()
    nothing = push()
assert changed[2] == 0 and nothing[1] == 0 and set(FakeShop.stock.values()) == {Decimal("21.0")}
baseline, ours = seconds(free_qty), seconds(sellable)
grow()
baseline_grown, ours_grown = seconds(free_qty), seconds(sellable)
assert set(sellable().values()) == {21.0 * GROWN}
print(
    "BENCH-RESULT "
    + json.dumps(
        {
            "sellable": ours,
            "free_qty": baseline,
            "growth": {
                "lots_per_article": [1, GROWN],
                "cost_times": round(ours_grown / ours, 2),
                "free_qty_times": round(baseline_grown / baseline, 2),
            },
            "detail": {
                "articles": SKUS,
                "limit_seconds": 0.3,
                "within_limit": ours <= 0.3,
                "push_seconds": round(changed[0], 2),
                "first_push_seconds": round(first[0], 2),
                "calls": changed[1],
                "batch": FakeShop.capabilities.max_stock_batch,
                "told_twice": changed[2],
                "calls_without_a_change": nothing[1],
            },
        }
    )
)
