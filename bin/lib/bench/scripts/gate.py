"""Validates 100 outgoing transfers of 3 lot-tracked lines, one at a time and in batches of 20.

Run by ``odoo shell``, on core as shipped and with our module; see ``bench/gate.py``. BENCH_LOTS lots lie in
stock, so that the cost can be seen to grow with the transfers and not with the stock.
"""
# ruff: noqa: F821 - ``env`` comes from the shell

import json
import os
import time
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

TRANSFERS, LINES, PRODUCTS, BATCH, WARM = 100, 3, 30, 20, 5
LOTS_PER_PRODUCT = int(os.environ["BENCH_LOTS"]) // PRODUCTS
REPORT = "JVBERi0xLjQK"


def prepare_products():
    """Lot-tracked products with stock; devices, where there is such a thing."""
    device = {"is_medical_device": True, "device_class": "II"} if with_module else {}
    made = env["product.product"].create(
        [
            {
                "name": f"Device {number}",
                "is_storable": True,
                "tracking": "lot",
                "use_expiration_date": True,
                **device,
            }
            for number in range(PRODUCTS)
        ]
    )
    report = {"inspection_report": REPORT, "inspection_report_name": "report.pdf"} if with_module else {}
    lots = env["stock.lot"].create(
        [
            {
                "name": f"L{number}",
                "product_id": product.id,
                "expiration_date": fields.Datetime.now() + timedelta(days=300 + number),
                **report,
            }
            for product in made
            for number in range(LOTS_PER_PRODUCT)
        ]
    )
    if with_module:
        lots._set_release_status("released", "bench")
    for lot in lots:
        env["stock.quant"]._update_available_quantity(
            lot.product_id, warehouse.lot_stock_id, 1000, lot_id=lot
        )
    return made


def prepare_transfers(count):
    made = env["stock.picking"].create(
        [
            {
                "picking_type_id": warehouse.out_type_id.id,
                "partner_id": customer.id,
                "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": customers.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": products[(number * LINES + line) % PRODUCTS].id,
                            "product_uom_qty": 1,
                            "location_id": warehouse.lot_stock_id.id,
                            "location_dest_id": customers.id,
                        }
                    )
                    for line in range(LINES)
                ],
            }
            for number in range(count)
        ]
    )
    made.action_confirm()
    made.action_assign()
    assert set(made.mapped("state")) == {"assigned"}
    env.cr.commit()
    return made


def validate(transfers, size):
    """:return: (seconds, queries) per transfer, validated ``size`` at a time"""
    seconds = queries = 0
    for start in range(0, len(transfers), size):
        env.invalidate_all()
        part = env["stock.picking"].browse(transfers.ids[start : start + size])
        began, counted = time.perf_counter(), env.cr.sql_log_count
        part.button_validate()
        env.flush_all()
        seconds += time.perf_counter() - began
        queries += env.cr.sql_log_count - counted
        env.cr.commit()
        assert set(part.mapped("state")) == {"done"}
    return seconds / len(transfers), queries / len(transfers)


with_module = "is_medical_device" in env["product.product"]._fields
env.company.write({"stock_move_email_validation": False})
if "stock_text_confirmation" in env.company._fields:
    env.company.stock_text_confirmation = False
warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
customers = env.ref("stock.stock_location_customers")
customer = env["res.partner"].create({"name": "Clinic"})
products = prepare_products()
validate(prepare_transfers(WARM), 1)
rounds = {"one": [], "batch": []}
for _round in range(3):
    rounds["one"].append(validate(prepare_transfers(TRANSFERS), 1))
    rounds["batch"].append(validate(prepare_transfers(TRANSFERS), BATCH))
print("BENCH-RESULT " + json.dumps({way: min(found) for way, found in rounds.items()}))
