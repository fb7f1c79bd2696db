"""Run by ``odoo shell``; see ``bench/nodes.py``. Makes the shop and the orders that wait to be taken in."""
# ruff: noqa: F821 - ``env`` comes from the shell

import json
import os

from odoo import fields
from odoo.fields import Command

from odoo.addons.med_ecom_connector.channels.neutral import RawOrder
from odoo.addons.med_ecom_connector.engine.payload import loads
from odoo.addons.med_ecom_connector.tests.fakes.medusa import FakeMedusa

PRODUCTS = 50
count = int(os.environ["BENCH_ORDERS"])
company = env.company
currency = company.currency_id.name.lower()
tax = env["account.tax"].create(
    {
        "name": "Bench 20 %",
        "amount": 20.0,
        "type_tax_use": "sale",
        "price_include_override": "tax_excluded",
        "tax_group_id": env["account.tax.group"].create({"name": "Bench", "company_id": company.id}).id,
        "country_id": (company.account_fiscal_country_id or env.ref("base.us")).id,
    }
)
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
store = env["ecom.store"].create(
    {
        "name": "Bench",
        "channel": "medusa",
        "base_url": "http://127.0.0.1:9",
        "push_stock": False,
        "push_prices": False,
    }
)
# nobody asks the shop, which does not exist
store.flow_ids.filtered(lambda flow: flow.flow in ("poll", "compare")).paused_until = fields.Datetime.add(
    fields.Datetime.now(), days=1
)
for product in products:
    env["stock.quant"]._update_available_quantity(product, store.warehouse_id.lot_stock_id, 100000)
shop = FakeMedusa()
for number in range(PRODUCTS):
    shop.add_product(f"BENCH-{number}", f"Article {number}", 10.0 + number, currency=currency)
orders = []
for number in range(count):
    order = shop.place_order(
        [(f"BENCH-{number % PRODUCTS}", 1)],
        email=f"node{number}@example.com",
        currency=currency,
        shipping_price=None,
        billing={"first_name": f"Node{number}", "company": None, "phone": None},
        shipping={"first_name": f"Node{number}", "company": None, "phone": None},
        customer={"id": f"cus_{number}", "has_account": True},
    )
    orders.append(
        RawOrder(
            order["id"],
            str(order["display_id"]),
            fields.Datetime.now(),
            loads(json.dumps(order, default=str)),
        )
    )
env["ecom.exchange"]._receive_orders(store, "poll", orders)
# a payload counts as fresh for minutes only; it is to stay so until the end
env.cr.execute("UPDATE ecom_exchange SET create_date = now() at time zone 'UTC' + interval '2 hours'")
env["ir.cron"].search([("cron_name", "not like", "Shops: take in orders%")]).active = False
env.cr.commit()
print("BENCH-RESULT", json.dumps({"store": store.id}))
