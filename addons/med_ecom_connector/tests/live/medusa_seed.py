"""What the stories need of a Medusa shop beside what ``bin/lib/shop_seed.py`` furnished: countries and goods.

A basket's taxes and currency depend on the country it goes to, as in real shops.
"""

from dataclasses import dataclass, field

#: region, currency, whether prices include tax, and (country, percent of tax) of each of its countries
REGIONS = (
    ("Low tax", "eur", False, (("es", 5.5), ("be", 20))),
    ("No tax", "eur", False, (("ch", None),)),
    ("With tax", "eur", True, (("at", 20),)),
    ("Dollars", "usd", False, (("us", 20),)),
)
HOME = "fr"
LOW_TAX, TWO_TAXES, NO_TAX, WITH_TAX, DOLLARS = "es", "be", "ch", "at", "us"
#: a second tax, on top of the country's
PROVINCE, PROVINCE_TAX = "be-vlg", 5
#: prices of shipping
STANDARD, STANDARD_WITH_TAX = 7.5, 9.0
PROVIDERS = ("pp_system_default", "pp_cod_cod", "pp_giftcard_giftcard")


@dataclass
class Place:
    """Ids of the shop that orders are made of."""

    location: str
    channel: str
    profile: str
    #: by country
    regions: dict = field(default_factory=dict)
    currencies: dict = field(default_factory=dict)
    #: by name: "Standard" or "Free"
    shipping: dict = field(default_factory=dict)
    #: by SKU: id of the variant; id of the product, and its price
    variants: dict = field(default_factory=dict)
    articles: dict = field(default_factory=dict)
    promotions: set = field(default_factory=set)
    #: by value
    return_reasons: dict = field(default_factory=dict)

    def add_product(self, admin, sku, name, price, stock):
        body = {
            "title": name,
            "status": "published",
            "shipping_profile_id": self.profile,
            "sales_channels": [{"id": self.channel}],
            "options": [{"title": "Default", "values": ["Default"]}],
            "variants": [
                {
                    "title": "Default",
                    "sku": sku,
                    "options": {"Default": "Default"},
                    "prices": plain_prices(price),
                    "manage_inventory": True,
                }
            ],
        }
        product = admin.post("/products", body, fields="*variants,*variants.inventory_items")["product"]
        (variant,) = product["variants"]
        (link,) = variant["inventory_items"]
        path = f"/inventory-items/{link['inventory_item_id']}/location-levels"
        admin.post(path, {"location_id": self.location, "stocked_quantity": stock})
        self.variants[sku] = variant["id"]
        self.articles[sku] = (product["id"], price)

    def set_price(self, admin, sku, country, amount):
        """What an article costs in the region of a country."""
        product, price = self.articles[sku]
        special = {"currency_code": self.currencies[country], "amount": float(amount)}
        special["rules"] = {"region_id": self.regions[country]}
        path = f"/products/{product}/variants/{self.variants[sku]}"
        admin.post(path, {"prices": [*plain_prices(price), special]})


def plain_prices(price):
    """A price for everybody, the same figure in each currency."""
    return [{"currency_code": code, "amount": float(price)} for code in ("eur", "usd")]


def furnish(admin):
    """:return: :class:`Place`"""
    (store,) = admin.get("/stores")["stores"]
    place = Place(
        location=store["metadata"]["stock_location"],
        channel=store["default_sales_channel_id"],
        profile=admin.get("/shipping-profiles")["shipping_profiles"][0]["id"],
    )
    currencies = [{"currency_code": code, "is_default": code == "eur"} for code in ("eur", "cny", "usd")]
    admin.post(f"/stores/{store['id']}", {"supported_currencies": currencies})
    _regions(admin, place)
    _shipping(admin, place)
    reason = admin.post("/return-reasons", {"value": "damaged", "label": "Damaged"})["return_reason"]
    place.return_reasons[reason["value"]] = reason["id"]
    return place


def _regions(admin, place):
    for name, currency, inclusive, countries in REGIONS:
        codes = [code for code, _rate in countries]
        body = {"name": name, "currency_code": currency, "countries": codes}
        body |= {"payment_providers": list(PROVIDERS), "is_tax_inclusive": inclusive}
        admin.post("/regions", body)
        for code, rate in countries:
            if rate is not None:
                _tax(admin, code, rate, "TVA")
    for region in admin.get("/regions", fields="*countries")["regions"]:
        admin.post(f"/regions/{region['id']}", {"payment_providers": list(PROVIDERS)})
        for country in region["countries"]:
            place.regions[country["iso_2"]] = region["id"]
            place.currencies[country["iso_2"]] = region["currency_code"]


def _tax(admin, country, rate, name):
    tax = {"rate": rate, "code": f"{country}{rate}", "name": name}
    body = {"country_code": country, "provider_id": "tp_system", "default_tax_rate": tax}
    region = admin.post("/tax-regions", body)["tax_region"]
    if country == TWO_TAXES:
        second = {"rate": PROVINCE_TAX, "code": "eco", "name": "Eco", "is_combinable": True}
        body = {"country_code": country, "province_code": PROVINCE, "parent_id": region["id"]}
        admin.post("/tax-regions", {**body, "default_tax_rate": second})


def _shipping(admin, place):
    path = f"/stock-locations/{place.location}"
    location = admin.get(path, fields="*fulfillment_sets,*fulfillment_sets.service_zones")["stock_location"]
    (fulfillment_set,) = location["fulfillment_sets"]
    (zone,) = fulfillment_set["service_zones"]
    zones = [{"type": "country", "country_code": code} for code in place.regions]
    path = f"/fulfillment-sets/{fulfillment_set['id']}/service-zones/{zone['id']}"
    admin.post(path, {"geo_zones": zones})
    with_tax = {"region_id": place.regions[WITH_TAX], "amount": STANDARD_WITH_TAX}
    for name, amount, special in (("Post", STANDARD, [with_tax]), ("Free", 0, [])):
        prices = [{"currency_code": code, "amount": amount} for code in ("eur", "usd")]
        body = {
            "name": name,
            "service_zone_id": zone["id"],
            "shipping_profile_id": place.profile,
            "provider_id": "manual_manual",
            "price_type": "flat",
            "type": {"label": name, "description": name, "code": name.lower()},
            "prices": prices + special,
            "rules": [],
        }
        place.shipping[name] = admin.post("/shipping-options", body)["shipping_option"]["id"]
