"""Furnish an empty shop with taxes, shipping, promotions and the demo's products; and cache the result."""

from __future__ import annotations

import databases
import demo_catalogue
import paths
import shop
import stamps
from console import step
from shop_api import Admin
from shop_server import MedusaShop

PREFIX = "shop_seeded_"
EUROPE = ("fr", "de")
#: name, currency, countries
REGIONS = (("Europe", "eur", EUROPE), ("China", "cny", ("cn",)))
#: country, name of the tax, percent. The shop taxes by the customer's country.
TAXES = (("fr", "TVA", 20), ("de", "USt", 19), ("cn", "增值税", 13))
#: name, code, price in each currency
SHIPPING = (
    ("Standard", "standard", {"eur": 7.5, "cny": 60}),
    ("Express", "express", {"eur": 14.9, "cny": 119}),
)


def seeded_database(name: str) -> str:
    """Make ``name`` a fresh copy of the furnished shop; furnished once for this state of the sources."""
    with databases.only_one_at_a_time():
        template = template_name()
        if not databases.exists(template):
            databases.drop_group(PREFIX.rstrip("_"))
            with step(
                "Furnishing the web shop with products, taxes and shipping, once for this state of the code"
            ):
                _build(template)
        return databases.clone(template, name)


def template_name() -> str:
    """Name of the furnished database that is copied, for this state of the sources."""
    here = paths.ROOT / "bin" / "lib"
    modules = [here / f"{name}.py" for name in ("demo_catalogue", "shop_seed", "shop_server")]
    return PREFIX + stamps.content_hash([*shop.sources(), *modules])[:12]


def _build(template: str) -> None:
    unfinished = f"{template}_new"
    running = MedusaShop(unfinished)
    running.create()
    with running:
        seed(Admin(running.url))
    databases.postgres.query(f'ALTER DATABASE "{unfinished}" RENAME TO "{template}"')


def seed(admin: Admin) -> None:
    """Furnish the shop. Its keys are kept in the store's metadata, to travel with the database."""
    channel = admin.get("/admin/sales-channels")["sales_channels"][0]["id"]
    currencies = [{"currency_code": code, "is_default": code == "eur"} for code in ("eur", "cny")]
    _post_store(admin, {"supported_currencies": currencies, "default_sales_channel_id": channel})
    _regions(admin)
    location = _stock_location(admin, channel)
    profile = admin.get("/admin/shipping-profiles")["shipping_profiles"][0]["id"]
    _shipping(admin, location, profile)
    for product in demo_catalogue.PRODUCTS:
        _product(admin, product, profile, channel)
    _stock(admin, location)
    _promotions(admin)
    _post_store(
        admin, {"name": "MediDirect", "metadata": {**_keys(admin, channel), "stock_location": location}}
    )


def _post_store(admin: Admin, values: dict) -> None:
    admin.post(f"/admin/stores/{admin.store()['id']}", values)


def _regions(admin: Admin) -> None:
    for name, currency, countries in REGIONS:
        admin.post(
            "/admin/regions",
            {
                "name": name,
                "currency_code": currency,
                "countries": list(countries),
                "payment_providers": ["pp_system_default"],
            },
        )
    for country, name, rate in TAXES:
        tax = {"name": name, "rate": rate, "code": f"{country}{rate}"}
        admin.post(
            "/admin/tax-regions",
            {"country_code": country, "provider_id": "tp_system", "default_tax_rate": tax},
        )


def _stock_location(admin: Admin, channel: str) -> str:
    code, name, city, country = demo_catalogue.WAREHOUSES[0]
    address = {"address_1": "12 rue de Gerland", "city": city, "country_code": country.lower()}
    location = admin.post("/admin/stock-locations", {"name": f"{name} ({code})", "address": address})
    location_id = location["stock_location"]["id"]
    admin.post(f"/admin/stock-locations/{location_id}/sales-channels", {"add": [channel]})
    admin.post(f"/admin/stock-locations/{location_id}/fulfillment-providers", {"add": ["manual_manual"]})
    return location_id


def _shipping(admin: Admin, location: str, profile: str) -> None:
    path = f"/admin/stock-locations/{location}/fulfillment-sets"
    sets = admin.post(path, {"name": "Shipping", "type": "shipping"}, fields="*fulfillment_sets")
    set_id = sets["stock_location"]["fulfillment_sets"][0]["id"]
    countries = [country for _name, _currency, members in REGIONS for country in members]
    zone = {
        "name": "Everywhere",
        "geo_zones": [{"type": "country", "country_code": code} for code in countries],
    }
    zones = admin.post(f"/admin/fulfillment-sets/{set_id}/service-zones", zone)["fulfillment_set"][
        "service_zones"
    ]
    for name, code, prices in SHIPPING:
        option = {
            "name": name,
            "service_zone_id": zones[0]["id"],
            "shipping_profile_id": profile,
            "provider_id": "manual_manual",
            "price_type": "flat",
            "type": {"label": name, "description": name, "code": code},
            "prices": [{"currency_code": currency, "amount": amount} for currency, amount in prices.items()],
            "rules": [],
        }
        admin.post("/admin/shipping-options", option)


def _product(admin: Admin, product: demo_catalogue.Product, profile: str, channel: str) -> None:
    prices = [
        {"currency_code": "eur", "amount": product.price},
        {"currency_code": "cny", "amount": product.price_cny},
    ]
    variant = {
        "title": "Default",
        "sku": product.sku,
        "manage_inventory": True,
        "weight": product.weight * 1000,
        "options": {"Default": "Default"},
        "prices": prices,
    }
    values = {
        "title": product.name,
        "subtitle": product.name_zh,
        "status": "published",
        "shipping_profile_id": profile,
        "options": [{"title": "Default", "values": ["Default"]}],
        "sales_channels": [{"id": channel}],
        "variants": [variant],
    }
    admin.post("/admin/products", values)


def _stock(admin: Admin, location: str) -> None:
    """Nothing is for sale until Odoo has said how much is released."""
    items = admin.get("/admin/inventory-items", limit=200)["inventory_items"]
    levels = [
        {"inventory_item_id": item["id"], "location_id": location, "stocked_quantity": 0} for item in items
    ]
    admin.post("/admin/inventory-items/location-levels/batch", {"create": levels})


def _promotions(admin: Admin) -> None:
    for code, kind, value in demo_catalogue.PROMOTIONS:
        method = {"type": kind, "value": value, "target_type": "items", "allocation": "across"}
        if kind == "fixed":
            method["currency_code"] = "eur"
        values = {"code": code, "type": "standard", "status": "active", "is_automatic": False}
        admin.post("/admin/promotions", {**values, "application_method": method})


def _keys(admin: Admin, channel: str) -> dict[str, str]:
    """A secret key for Odoo and a publishable one for customers; the shop shows a secret key only once."""
    secret = admin.post("/admin/api-keys", {"title": "Odoo", "type": "secret"})["api_key"]
    public = admin.post("/admin/api-keys", {"title": "Web shop", "type": "publishable"})["api_key"]
    admin.post(f"/admin/api-keys/{public['id']}/sales-channels", {"add": [channel]})
    return {"secret_key": secret["token"], "publishable_key": public["token"]}
