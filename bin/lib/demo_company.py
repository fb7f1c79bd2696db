"""The demo company in Odoo: master data and people. Runs inside ``odoo shell``, see :func:`fill`."""

from __future__ import annotations

import base64
import io

from PIL import Image, ImageDraw, ImageFont

import demo_catalogue
import demo_master
import demo_shops
import demo_stock
import demo_year
from demo_customers import BUYERS
from demo_year_plan import PRIVATE

PASSWORD = "medsuite"
#: Log-in, name, role, first screen. "admin" exists already.
PEOPLE = (
    ("order", "Olivia Martin", "order_desk", "med_ecom_connector.ecom_store_action"),
    ("warehouse", "Walid Haddad", "warehouse", "stock.stock_picking_type_action"),
    ("inspector", "Ines Petit", "inspector", "med_lot_traceability.stock_lot_action"),
    ("quality", "Qin Yue 秦悦", "quality_manager", "med_lot_traceability.med_stock_board_action"),
    ("purchase", "Paul Girard", "purchaser", "purchase.purchase_rfq"),
    ("account", "Amélie Roux", "accountant", "account.action_move_out_invoice_type"),
    ("audit", "Adam Novak", "auditor", "med_lot_traceability.med_trace_action"),
)
COMPANY = {
    "name": "MediDirect SAS",
    "street": "12 rue de Gerland",
    "zip": "69007",
    "city": "Lyon",
    "phone": "+33 4 72 00 00 00",
    "email": "bonjour@medidirect.example",
    "website": "https://medidirect.example",
    "vat": "FR23334175221",
}
#: name, percent; the shop charges the same
SALES_TAXES = (("TVA 20 %", 20), ("USt 19 %", 19), ("增值税 13 %", 13))
#: name as in the shop, net price, tracking address
CARRIERS = (
    ("Standard", 7.5, "https://carrier.example/standard/<shipmenttrackingnumber>"),
    ("Express", 14.9, "https://carrier.example/express/<shipmenttrackingnumber>"),
)
SUPPLIERS = (
    ("Shenzhen Kangda Medical Co., Ltd. 深圳康达医疗有限公司", "深圳市", "CN"),
    ("Rhône Dispositifs Médicaux", "Villeurbanne", "FR"),
    ("Hansa Medizintechnik GmbH", "Hamburg", "DE"),
)


def fill(env) -> None:
    """Fill a fresh database with the demo company. The caller commits.

    :param env: Odoo environment of the superuser
    """
    env = env(
        context={
            **env.context,
            "tracking_disable": True,
            "mail_create_nolog": True,
            "no_reset_password": True,
        }
    )
    _chinese(env)
    _company(env)
    _people(env)
    warehouses = _warehouses(env)
    taxes = _taxes(env)
    _carriers(env, taxes)
    _buyers(env)
    products = demo_stock.create_products(env, taxes[:1], _suppliers(env))
    demo_master.fill(env, products)
    demo_year.play(env, warehouses)
    demo_stock.fill(env, warehouses, products)
    env["stock.lot"]._cron_stock_alerts()
    demo_shops.fill(env, warehouses)


def _chinese(env) -> None:
    language = env["res.lang"].with_context(active_test=False).search([("code", "=", "zh_CN")])
    env["base.language.install"].create({"lang_ids": language.ids, "overwrite": False}).lang_install()


def _country(env, code: str):
    return env["res.country"].search([("code", "=", code.upper())])


def _company(env) -> None:
    env["res.currency"].with_context(active_test=False).search([("name", "in", ("EUR", "CNY"))]).active = True
    company = env.ref("base.main_company")
    euro = env.ref("base.EUR")
    company.write({**COMPANY, "country_id": _country(env, "FR").id, "currency_id": euro.id, "logo": _logo()})
    company.stock_text_confirmation = False  # no text messages: they would need a paid account
    rate = {"name": "2020-01-01", "currency_id": env.ref("base.CNY").id, "rate": demo_catalogue.YUAN_PER_EURO}
    env["res.currency.rate"].create({**rate, "company_id": company.id})


def _logo() -> bytes:
    """The company's name on a plain ground, as base64 PNG."""
    image = Image.new("RGB", (420, 110), "#0b6e6e")
    draw = ImageDraw.Draw(image)
    draw.rectangle((28, 45, 78, 65), fill="white")
    draw.rectangle((43, 30, 63, 80), fill="white")
    draw.text((105, 28), "MediDirect", fill="white", font=ImageFont.load_default(52))
    out = io.BytesIO()
    image.save(out, "PNG")
    return base64.b64encode(out.getvalue())


def _people(env) -> None:
    for login, name, role, first_screen in PEOPLE:
        groups = env.ref("base.group_user") | env.ref(f"med_lot_traceability.group_{role}")
        env["res.users"].create(
            {
                "login": login,
                "name": name,
                "email": f"{login}@medidirect.example",
                "password": PASSWORD,
                "group_ids": [(6, 0, groups.ids)],
                "action_id": env.ref(first_screen).id,
            }
        )
    admin = env.ref("base.user_admin")
    admin.write({"name": "Administrator", "email": "admin@medidirect.example", "password": PASSWORD})
    admin.group_ids |= env.ref("stock.group_stock_multi_locations")


def _warehouses(env) -> dict:
    """:return: warehouse by code"""
    first, *others = demo_catalogue.WAREHOUSES
    main = env["stock.warehouse"].search([], order="id", limit=1)
    main.write({"code": first[0], "name": first[1], "partner_id": env.company.partner_id.id})
    found = {first[0]: main}
    for code, name, city, country in others:
        partner = {"name": f"MediDirect {name}", "city": city, "country_id": _country(env, country).id}
        address = env["res.partner"].create(
            {**partner, "parent_id": env.company.partner_id.id, "type": "delivery"}
        )
        found[code] = env["stock.warehouse"].create({"code": code, "name": name, "partner_id": address.id})
    return found


def _taxes(env):
    """:return: the sales taxes, the first one is the usual one"""
    taxes = env["account.tax"]
    for name, rate in SALES_TAXES:
        group = env["account.tax.group"].create({"name": name, "company_id": env.company.id})
        vals = {"name": name, "amount": rate, "amount_type": "percent", "type_tax_use": "sale"}
        taxes += taxes.create({**vals, "invoice_label": name, "tax_group_id": group.id})
    env.company.account_sale_tax_id = taxes[0]
    return taxes


def _carriers(env, taxes) -> None:
    for name, price, tracking_url in CARRIERS:
        vals = {"name": f"Shipping {name}", "type": "service", "list_price": price, "sale_ok": False}
        product = env["product.product"].create({**vals, "taxes_id": [(6, 0, taxes[:1].ids)]})
        carrier = {"name": name, "product_id": product.id, "delivery_type": "fixed", "fixed_price": price}
        env["delivery.carrier"].create({**carrier, "tracking_url": tracking_url})


def _buyers(env) -> None:
    """Who bought before there was a web shop; the shop's private buyers come with their first order."""
    for buyer in BUYERS:
        if not buyer.company:
            continue
        address = {"street": buyer.street, "city": buyer.city, "zip": buyer.postal_code, "phone": buyer.phone}
        country = {"country_id": _country(env, buyer.country_code).id}
        name = (
            f"{buyer.last_name}{buyer.first_name}"
            if buyer.country_code == "cn"
            else f"{buyer.first_name} {buyer.last_name}"
        )
        company = env["res.partner"].create({"name": buyer.company, "is_company": True, **address, **country})
        env["res.partner"].create(
            {"name": name, "parent_id": company.id, "email": buyer.email, "phone": buyer.phone}
        )
    for email, name, street, city, postal_code, country in PRIVATE:
        address = {
            "street": street,
            "city": city,
            "zip": postal_code,
            "country_id": _country(env, country).id,
        }
        env["res.partner"].create({"name": name, "email": email, **address})


def _suppliers(env):
    return env["res.partner"].create(
        [
            {
                "name": name,
                "is_company": True,
                "city": city,
                "country_id": _country(env, country).id,
                "supplier_rank": 1,
            }
            for name, city, country in SUPPLIERS
        ]
    )
