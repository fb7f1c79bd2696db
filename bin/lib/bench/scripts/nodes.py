"""Run by ``odoo shell``; see ``bench/nodes.py``. Makes the shop and the orders that wait to be taken in."""
# ruff: noqa: F821 - ``env`` comes from the shell

import json
import os

from odoo import fields
from odoo.fields import Command

from bench._shop_orders import BenchShop, create_store, create_tax, raw_order

PRODUCTS = 50
count = int(os.environ["BENCH_ORDERS"])
tax = create_tax(env)
products = env["product.product"].create(
    [
        {
            "name": f"Article {number}",
            "default_code": f"BENCH-{number}",
            "is_storable": True,
            "list_price": 10.0 + number,
            "taxes_id": [Command.set(tax.ids)],
        }
        for number in range(PRODUCTS)
    ]
)
store = create_store(env)
# nobody asks the shop, which does not exist
store.flow_ids.filtered(lambda flow: flow.flow in ("poll", "compare")).paused_until = fields.Datetime.add(
    fields.Datetime.now(), days=1
)
for product in products:
    env["stock.quant"]._update_available_quantity(product, store.warehouse_id.lot_stock_id, 100000)
shop = BenchShop(env, products)
orders = [
    raw_order(shop.place_order([(f"BENCH-{number % PRODUCTS}", 1)], f"node{number}"))
    for number in range(count)
]
env["ecom.exchange"]._receive_orders(store, "poll", orders)
# a payload counts as fresh for minutes only; it is to stay so until the end
env.cr.execute("UPDATE ecom_exchange SET create_date = now() at time zone 'UTC' + interval '2 hours'")
env["ir.cron"].search([("cron_name", "not like", "Shops: take in orders%")]).active = False
env.cr.commit()
print("BENCH-RESULT", json.dumps({"store": store.id}))
