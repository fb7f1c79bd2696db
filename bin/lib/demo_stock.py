"""The demo company's products, lots with inspection report, release status and stock. Runs in Odoo."""

from __future__ import annotations

import base64
import io
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

import demo_catalogue

MINIMUM_SHELF_LIFE_DAYS = 30
SHELF_LIFE = relativedelta(months=36)
TODAY = date.today()
DECIDED_BY = {"released": "inspector", "rejected": "inspector", "hold": "quality"}
REASONS = {
    "hold": "Customer complaint under investigation",
    "rejected": "Seal strength out of specification",
}


def create_products(env, tax, suppliers) -> dict:
    """Create the products of the catalogue.

    :param tax: account.tax of the products
    :param suppliers: res.partner, taken in turns
    :return: product.product by SKU
    """
    return {
        product.sku: _create_product(env, product, tax, suppliers[index % len(suppliers)])
        for index, product in enumerate(demo_catalogue.PRODUCTS)
    }


def fill(env, warehouses: dict, products: dict) -> None:
    """Create the lots that are there today, and count them in.

    :param warehouses: stock.warehouse by code
    :param products: product.product by SKU
    """
    for product in demo_catalogue.PRODUCTS:
        record = products[product.sku]
        lots = _create_lots(env, product, record) if product.tracking != "none" else {}
        _put_on_stock(env, product, record, lots, warehouses)


def _create_product(env, product, tax, supplier):
    vals = {
        "name": product.name,
        "default_code": product.sku,
        "type": "consu",
        "is_storable": True,
        "tracking": product.tracking,
        "list_price": product.price,
        "standard_price": round(product.price * 0.55, 2),
        "weight": product.weight,
        "taxes_id": [(6, 0, tax.ids)],
        "seller_ids": [
            (0, 0, {"partner_id": supplier.id, "price": round(product.price * 0.55, 2), "delay": 14})
        ],
    }
    if product.device_class:
        vals |= _prepare_device_vals(product)
    record = env["product.product"].create(vals)
    record.with_context(lang="zh_CN").name = product.name_zh
    return record


def _prepare_device_vals(product) -> dict:
    expires = any(lot.months is not None for lot in product.lots)
    return {
        "is_medical_device": True,
        "device_class": product.device_class,
        "use_expiration_date": expires,
        "minimum_shelf_life_days": MINIMUM_SHELF_LIFE_DAYS if expires else 0,
    }


def _create_lots(env, product, record) -> dict:
    """:return: stock.lot by name"""
    report = inspection_report(product.sku, _lot_range(product)) if product.device_class else None
    lots = env["stock.lot"].create([_prepare_lot_vals(product, record, lot, report) for lot in product.lots])
    by_name = {lot.name: lot for lot in lots}
    if product.device_class:
        _decide(env, product, by_name)
    for lot in product.lots:
        if (lot.months or 0) < 0:  # only now: what has expired can't be released
            by_name[lot.name].expiration_date = _expiry(lot)
    return by_name


def _prepare_lot_vals(product, record, lot, report) -> dict:
    vals = {"name": lot.name, "product_id": record.id}
    expiry = _expiry(lot)
    if expiry:
        vals["expiration_date"] = max(expiry, datetime.now() + timedelta(days=1))
        vals["production_date"] = (expiry - SHELF_LIFE).date()
    else:
        vals["production_date"] = date.today() - timedelta(days=120)
    if report and lot.status != "quarantine":
        vals |= {"inspection_report": report, "inspection_report_name": f"inspection-{product.sku}.pdf"}
    return vals


def _expiry(lot) -> datetime | None:
    return None if lot.months is None else day_after(lot.months)


def day_after(months: int) -> datetime:
    """:return: the beginning of the day so many months from today, however the clock is set just now"""
    day = TODAY + relativedelta(months=months)
    return datetime(day.year, day.month, day.day)


def _decide(env, product, by_name: dict) -> None:
    """Have the lots, born in quarantine, released, rejected or held by the people who may."""
    for status, login in DECIDED_BY.items():
        names = [lot.name for lot in product.lots if lot.status == status]
        person = env["res.users"].search([("login", "=", login)])
        lots = env["stock.lot"].with_user(person).browse([by_name[name].id for name in names])
        lots.write({"release_status": status, "release_reason": REASONS.get(status)})


def inspection_report(sku: str, lots: str, conforming: bool = True) -> bytes:
    """A small inspection report as base64 PDF.

    :param lots: names of what was inspected
    """
    product = next(product for product in demo_catalogue.PRODUCTS if product.sku == sku)
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    page.setTitle(f"Incoming inspection {product.sku}")
    page.setFont("Helvetica-Bold", 16)
    page.drawString(60, 780, "Incoming inspection report")
    page.setFont("Helvetica", 11)
    lines = (
        f"Product: {product.name}",
        f"Reference: {product.sku}      Device class: {product.device_class}",
        f"Lots or serial numbers: {lots}",
        "Sampling: ISO 2859-1, general level II, AQL 1.0",
        "Packaging intact: yes      Labelling complete: yes",
        f"Result: {'conforming' if conforming else 'not conforming'}",
        "Inspector: Ines Petit",
    )
    for index, line in enumerate(lines):
        page.drawString(60, 740 - 22 * index, line)
    page.save()
    return base64.b64encode(out.getvalue())


def _lot_range(product) -> str:
    names = [lot.name for lot in product.lots]
    return ", ".join(names) if len(names) <= 6 else f"{names[0]} to {names[-1]}"


def _put_on_stock(env, product, record, lots: dict, warehouses: dict) -> None:
    quants = env["stock.quant"].with_context(inventory_mode=True)
    counted = quants.create(
        [
            {
                "product_id": record.id,
                "location_id": warehouses[lot.warehouse].lot_stock_id.id,
                "lot_id": lots[lot.name].id if lots else False,
                "inventory_quantity": lot.quantity,
            }
            for lot in product.lots
        ]
    )
    counted.action_apply_inventory()
