"""Run by ``odoo shell``; see ``bench/order_import.py``.

Both sides get the same 200 orders of 3 lines over 200 lot-tracked devices, in batches of 50, in
rounds that alternate. Plain Odoo is given its customers ready-made; we create them in the measured time.
Afterwards the database gets BENCH_EXISTING shipped shop orders; ``order_growth.py`` goes on from there.
"""
# ruff: noqa: F821 - ``env`` comes from the shell

import os
import time
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.med_ecom_connector.engine.payload import dumps

from bench._order_growth import grow
from bench._order_rounds import BATCH, LINES, PRODUCTS, check, place_orders, run_ours, shipped_orders
from bench._shop_orders import create_store, create_tax

ORDERS = 200


def prepare():
    company = env.company
    tax = create_tax(env)
    warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
    products = env["product.product"].create(
        [
            {
                "name": f"Device {number}",
                "default_code": f"BENCH-{number}",
                "is_storable": True,
                "is_medical_device": True,
                "device_class": "I",
                "tracking": "lot",
                "use_expiration_date": True,
                "list_price": 10.0 + number,
                "taxes_id": [Command.set(tax.ids)],
            }
            for number in range(PRODUCTS)
        ]
    )
    for round_number in range(3):
        lots = env["stock.lot"].create(
            [
                {
                    "name": f"L{round_number}",
                    "product_id": product.id,
                    "expiration_date": fields.Datetime.now() + timedelta(days=300 + round_number),
                }
                for product in products
            ]
        )
        lots._set_release_status("released", "bench")
        env["stock.quant"].create(
            [
                {
                    "product_id": lot.product_id.id,
                    "lot_id": lot.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "quantity": 5000,
                }
                for lot in lots
            ]
        )
    store = create_store(env, warehouse_id=warehouse.id)
    env.cr.commit()
    return store, products, tax


def prepare_plain(store, products, tax, orders):
    by_sku = {product.default_code: product for product in products}
    country = env["res.country"].search([("code", "=", "FR")])
    vals_list = []
    for row in orders:
        partner = env["res.partner"].create(
            {
                "name": row["email"],
                "email": row["email"],
                "street": "1 rue de Rivoli",
                "city": "Paris",
                "country_id": country.id,
            }
        )
        vals_list.append(
            {
                "partner_id": partner.id,
                "warehouse_id": store.warehouse_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": by_sku[item["variant_sku"]].id,
                            "product_uom_qty": item["quantity"],
                            "price_unit": item["unit_price"],
                            "tax_ids": [Command.set(tax.ids)],
                        }
                    )
                    for item in row["items"]
                ],
            }
        )
    env.cr.commit()
    return vals_list


def run_plain(vals_list):
    env.invalidate_all()
    made = env["sale.order"]
    started, queries = time.perf_counter(), env.cr.sql_log_count
    for start in range(0, len(vals_list), BATCH):
        sales = env["sale.order"].create(vals_list[start : start + BATCH])
        sales.action_confirm()
        env.cr.commit()
        made |= sales
    spent = time.perf_counter() - started, env.cr.sql_log_count - queries
    check(made, len(vals_list))
    return spent


store, products, tax = prepare()
run_plain(prepare_plain(store, products, tax, place_orders(env, BATCH, "warm")))
run_ours(env, place_orders(env, BATCH, "Warm"))
plain, ours = [0.0, 0], [0.0, 0]
for part in range(2):
    half = place_orders(env, ORDERS // 2, f"plain{part}x")
    seconds, queries = run_plain(prepare_plain(store, products, tax, half))
    plain = [plain[0] + seconds, plain[1] + queries]
    seconds, queries = run_ours(env, place_orders(env, ORDERS // 2, f"ours{part}x"))
    ours = [ours[0] + seconds, ours[1] + queries]
grow(env, shipped_orders(env), 1, int(os.environ["BENCH_EXISTING"]) // BATCH - 1)
print(
    "BENCH-RESULT "
    + dumps(
        {
            "ours": ORDERS / ours[0],
            "baseline": ORDERS / plain[0],
            "detail": {
                "orders": ORDERS,
                "lines_per_order": LINES,
                "products": PRODUCTS,
                "queries_per_order": round(ours[1] / ORDERS, 1),
                "queries_per_order_baseline": round(plain[1] / ORDERS, 1),
            },
        }
    )
)
