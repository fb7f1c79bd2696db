"""What people wait for when they ask where a lot came from and went.

Run by ``odoo shell``; see ``bench/trace.py``. Core as shipped has no index on the lot of a move line, so ours
are dropped while core is measured (and come back with the rollback).
"""
# ruff: noqa: F821 - ``env`` comes from the shell

import json
import os
import time
from functools import partial

from lxml import etree

REPEAT = 5
Lot = env["stock.lot"]
BASELINE = os.environ.get("BENCH_BASELINE") == "1"


def seconds(function, repeat=REPEAT):
    """The best of some runs, each with nothing cached in Python."""
    best = float("inf")
    for _run in range(repeat):
        env.invalidate_all()
        began = time.perf_counter()
        function()
        best = min(best, time.perf_counter() - began)
    return best


def specification(view, kind):
    """What the web client asks for to show this view: its fields, with the fields of embedded lists."""
    arch = etree.fromstring(Lot.get_view(view.id, kind)["arch"])
    return read_fields(arch, Lot)


def read_fields(node, model):
    found = {}
    for element in node:
        field = element.tag == "field" and model._fields.get(element.get("name"))
        if not field:
            found |= read_fields(element, model)
        elif field.type in ("one2many", "many2many"):
            columns = [read_fields(view, env[field.comodel_name]) for view in element if view.tag == "list"]
            found[field.name] = {"fields": columns[0] if columns else {"display_name": {}}, "limit": 40}
        else:
            found[field.name] = {"fields": {"display_name": {}}} if field.type == "many2one" else {}
    return found


def core_report(lot):
    """Core's traceability report of one lot, one level."""
    return env["stock.traceability.report"].with_context(model="stock.lot", active_id=lot.id).get_lines()


def core_html(rows):
    """The HTML that core makes its PDF of; as ``stock.traceability.report.get_pdf`` does."""
    report = env["stock.traceability.report"].with_context(print_mode=True)
    lines = report.get_pdf_lines(
        [
            {
                "id": row["id"],
                "level": row["level"],
                "model_id": row["model_id"],
                "model_name": row["model"],
                "unfoldable": row["unfoldable"],
            }
            for row in rows
        ]
    )
    return env["ir.ui.view"]._render_template(
        "stock.report_stock_inventory_print",
        {"mode": "print", "base_url": "", "lines": lines, "report": report, "context": report},
    )


def measure_core():
    env.cr.execute("DROP INDEX stock_move_line_lot_done_idx")
    env.cr.execute("DROP INDEX stock_move_line__lot_id_index")
    rows = core_report(big)
    assert len(rows) == 2001, len(rows)
    found = {
        "small": seconds(lambda: core_report(small)),
        "big": seconds(lambda: core_report(big)),
        "html": seconds(lambda: core_html(rows), 1),
    }
    env.cr.rollback()
    return found


def measure_ours():
    form = specification(env.ref("stock.view_production_lot_form"), "form")
    columns = specification(env.ref("med_lot_traceability.stock_lot_view_list"), "list")
    trace, report = env["med.trace"], env["ir.actions.report"]
    some = Lot.search([("name", "not in", ("SMALL", "BIG", "KIT"))], limit=200)
    return {
        "small": seconds(lambda: trace._genealogy(small.ids)),
        "big": seconds(lambda: trace._genealogy(big.ids)),
        "html": seconds(
            lambda: report._render_qweb_html("med_lot_traceability.action_report_life_cycle", big.ids), 3
        ),
        "form": max(seconds(partial(lot.web_read, form)) for lot in (small, big)),
        "list": seconds(lambda: Lot.web_search_read([], columns, limit=80)),
        "consignees": seconds(lambda: env["med.trace.event"]._get_consignees(some.ids), 3),
        "page": max(seconds(partial(trace.trace, "lot", lot.id)) for lot in (small, big)),
    }


small, big = Lot.search([("name", "=", "SMALL")]), Lot.search([("name", "=", "BIG")])
print("BENCH-RESULT " + json.dumps({"core": measure_core() if BASELINE else {}, "ours": measure_ours()}))
