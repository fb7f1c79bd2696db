"""What the two scripts about taking in orders share: the orders placed, and the import that is timed."""

import random
import time

from bench._order_growth import originals
from bench._shop_orders import BenchShop, raw_order

LINES, PRODUCTS, BATCH = 3, 200, 50


def place_orders(env, count, customers):
    """Payloads as the shop gives them; every order has a customer of its own.

    :param customers: word that tells these orders and customers from all others
    """
    shop = BenchShop(env, env["product.product"].search([("default_code", "=like", "BENCH-%")]))
    draw = random.Random(19)
    orders = []
    for number in range(count):
        lines = [(f"BENCH-{sku}", draw.randint(1, 3)) for sku in draw.sample(range(PRODUCTS), LINES)]
        orders.append(shop.place_order(lines, f"{customers}{number}"))
        orders[-1]["id"] = f"order_{customers}{number}"
    return orders


def run_ours(env, orders):
    """:return: (seconds, queries) from inbox rows to confirmed orders"""
    exchange = env["ecom.exchange"]
    store = env["ecom.store"].search([("name", "=", "Bench")])
    exchange._receive_orders(store, "poll", [raw_order(row) for row in orders])
    env.cr.commit()
    env.invalidate_all()
    started, queries = time.perf_counter(), env.cr.sql_log_count
    exchange._cron_process("order")
    spent = time.perf_counter() - started, env.cr.sql_log_count - queries
    made = exchange.search([("external_id", "in", [row["id"] for row in orders])])
    check(made.sale_order_id, len(orders))
    return spent


def check(sales, count):
    assert len(sales) == count, f"{len(sales)} of {count} orders"
    assert set(sales.mapped("state")) == {"sale"}
    assert set(sales.picking_ids.mapped("state")) == {"assigned"}, sales.picking_ids.mapped("state")


def shipped_orders(env):
    """The first orders taken in, sent off, as models of the existing ones; see :func:`originals`."""
    made = env["ecom.exchange"].search([("kind", "=", "order")], order="id", limit=BATCH)
    sales = made.sale_order_id
    sales.picking_ids.filtered(lambda picking: picking.state != "done").button_validate()
    assert set(sales.picking_ids.mapped("state")) == {"done"}
    env.cr.commit()
    return originals(sales, made)
