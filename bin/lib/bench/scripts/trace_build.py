"""Fills a database with a distributor's years: BENCH_LINES done move lines and their ledger.

Run by ``odoo shell``; see ``bench/_trace_data.py``. Two lots stand out: SMALL with 50 deliveries, BIG with
2,000. KIT is made of SMALL, so that a trace has branches.
"""
# ruff: noqa: F821 - ``env`` comes from the shell

import io
import os
from pathlib import Path

from odoo.tools import SQL

from odoo.addons.med_lot_traceability.ledger import EVENT_COLUMNS, FORMAT, GENESIS, chain_hash

HERE = Path(os.environ["BENCH_SCRIPTS"])
LINES = int(os.environ["BENCH_LINES"])
LOTS = LINES // 10
PRODUCTS = 200
DELIVERIES = 9  # lines of an ordinary lot
PORTION = 20_000  # rows written at a time


def make_products():
    return env["product.product"].create(
        [
            {
                "name": f"Device {number}",
                "default_code": f"DEV-{number:03}",
                "is_storable": True,
                "tracking": "lot",
                "is_medical_device": True,
                "device_class": "I",
            }
            for number in range(PRODUCTS)
        ]
    )


def values():
    """What the SQL file asks for by name."""
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    return {
        "country": env.ref("base.fr").id,
        "partners": LINES // 50,
        "products": make_products().ids,
        "product_count": PRODUCTS,
        "lots": LOTS,
        "deliveries": DELIVERIES,
        "pickings": LOTS * DELIVERIES // 3,
        "small": 50,
        "big": 2000,
        "in_type": warehouse.in_type_id.id,
        "out_type": warehouse.out_type_id.id,
        "supplier_location": env.ref("stock.stock_location_suppliers").id,
        "stock_location": warehouse.lot_stock_id.id,
        "customer_location": env.ref("stock.stock_location_customers").id,
        "supplier": env["res.partner"].create({"name": "Maker", "supplier_rank": 1}).id,
        "company": env.company.id,
        "uom": env.ref("uom.product_uom_unit").id,
        "warehouse": warehouse.id,
    }


def run_sql(named):
    """Run the statements of the SQL file, each with the values that it names."""
    env.flush_all()
    for block in (HERE / "trace_build.sql").read_text().split("\n\n"):
        statement = "\n".join(line for line in block.splitlines() if not line.startswith("--"))
        if statement.strip():
            used = {key: value for key, value in named.items() if f"%({key})s" in statement}
            env.cr.execute(SQL(statement, **used))


def ledger_rows():
    """The rows with their place in the chain, as dicts, chain after chain."""
    with env.cr._cnx.cursor("ledger_source") as source:
        source.itersize = PORTION
        source.execute(
            """
            SELECT (SELECT COALESCE(max(id), 0) FROM med_trace_event)
                   + row_number() OVER (ORDER BY happened_on, chain), ledger_source.*, lot.name,
                   lot.expiration_date, lot.production_date, template.name->>'en_US', product.default_code,
                   row_number() OVER (PARTITION BY chain ORDER BY happened_on, kind DESC)
              FROM ledger_source
              JOIN stock_lot lot ON lot.id = ledger_source.lot_id
              JOIN product_product product ON product.id = lot.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
             ORDER BY chain, happened_on, kind DESC
            """
        )
        names = None
        for values in source:
            names = names or [column.name for column in source.description]
            yield prepare_row(names, values)


def prepare_row(names, values):
    row = dict(zip(names[1:-6], values[1:-6], strict=True))
    added = ("lot_name", "expiration_date", "production_date", "product_name", "product_code", "sequence")
    return {
        **dict(zip(added, values[-6:], strict=True)),
        **row,
        "id": values[0],
        "format": FORMAT,
        "user_id": 2,
        "user_name": "Administrator",
        "company_id": env.company.id,
        "is_serial": False,
        "uom_name": "Units",
    }


def write_ledger():
    heads, lines = {}, []
    for row in ledger_rows():
        ordered = [row.get(name) for name in EVENT_COLUMNS]
        previous = heads[row["chain"]][1] if row["chain"] in heads else GENESIS
        heads[row["chain"]] = (row["sequence"], chain_hash(previous, EVENT_COLUMNS, ordered))
        lines.append((*ordered, previous or None, heads[row["chain"]][1]))
        if len(lines) == PORTION:
            copy("med_trace_event", (*EVENT_COLUMNS, "previous_hash", "hash"), lines)
            lines = []
    copy("med_trace_event", (*EVENT_COLUMNS, "previous_hash", "hash"), lines)
    copy("med_trace_head", ("chain", "sequence", "hash"), [(chain, *head) for chain, head in heads.items()])
    env.cr.execute("SELECT setval('med_trace_event_id_seq', (SELECT max(id) FROM med_trace_event))")


def copy(table, columns, rows):
    text = io.StringIO()
    for row in rows:
        text.write("\t".join("\\N" if value is None else str(value) for value in row) + "\n")
    text.seek(0)
    env.cr._obj.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", text)


run_sql(values())
write_ledger()
env.cr.commit()
env.cr._cnx.autocommit = True
env.cr.execute("VACUUM ANALYZE")
print("BENCH-RESULT {}")
