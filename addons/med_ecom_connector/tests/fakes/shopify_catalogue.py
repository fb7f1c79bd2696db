"""The fake Shopify's products as a catalogue: options, pictures, metafields, where they are shown.

Its ``variants`` by SKU are what there is; a product is what its variants have in common.
"""

import json
import re

from .medusa_catalogue import PIXEL
from .server import Reply
from .shopify_schema import connection

ONLY = {"name": "Title", "values": ["Default Title"]}
#: two sales channels; on the first one, new products of the shop's people appear by themselves
PUBLICATIONS = (
    {"id": "gid://shopify/Publication/1", "autoPublish": True},
    {"id": "gid://shopify/Publication/2", "autoPublish": False},
)


class ShopifyCatalogue:
    """Mixed into :class:`.shopify.FakeShopify`."""

    CATALOGUE_ROUTES = (("GET", "/cdn/(.+)", "get_picture"),)

    def new_product(self, number, title):
        return {
            "__typename": "Product",
            "id": f"gid://shopify/Product/{number}",
            "title": title,
            "handle": f"{re.sub(r'[^a-z0-9]+', '-', title.lower())}-{number}",
            "descriptionHtml": "",
            "status": "ACTIVE",
            "productType": "",
            "category": None,
            "option_rows": [ONLY],
            "pictures": [],
            "metafields_by_key": {},
            "shown_on": [PUBLICATIONS[0]["id"]],
        }

    # --- what tests call ---

    def add_family(self, name, option, skus, price, **product):
        """A product whose variants differ in one option; ``skus`` is value to SKU."""
        first = None
        for value, sku in skus.items():
            self.add_product(sku, name, price)
            variant = self.variants[sku]
            first = first or variant["product"]
            variant.update(product=first, title=value, chosen={option: value})
        first.update(product, option_rows=[{"name": option, "values": list(skus)}])
        return first

    def edit_product(self, sku, title=None, status=None, description=None, categories=(), images=()):
        """Change a product in the words of the other fakes."""
        product = self.variants[sku]["product"]
        if title is not None:
            product["title"] = title
        if status is not None:
            product["status"] = "ACTIVE" if status == "published" else "DRAFT"
        if description is not None:
            product["descriptionHtml"] = description
        if categories:
            product["productType"] = categories[0]["name"]
        if images:
            product["pictures"] = [image["url"] for image in images]

    def picture(self, name):
        return f"{self.url}/cdn/{name}"

    def get_picture(self, request, name):
        return Reply(PIXEL, headers={"Content-Type": "image/png"})

    def product_named(self, name):
        """The product with this title, in the words of the other fakes; None without one."""
        product = next((row for row in self._products() if row["title"] == name), None)
        if product is None:
            return None
        words = {"ACTIVE": "published", "DRAFT": "draft"}
        return {
            **product,
            "description": product["descriptionHtml"],
            "status": words[product["status"]],
            "images": [{"url": url} for url in product["pictures"]],
        }

    def facts(self, name):
        """What customers read about a product beside its description, by the key of the metafield."""
        fields = self.product_named(name)["metafields_by_key"]
        return {key: value for key, value in fields.items() if key != "product"}

    # --- queries ---

    def catalogue_queries(self):
        return {
            "products": lambda info, **arguments: connection(self._products())(info, **arguments),
            "productByIdentifier": self._product_by_identifier,
            "productVariants": self._some_variants,
            "publications": connection(PUBLICATIONS),
        }

    def _products(self):
        rows = {row["product"]["id"]: row["product"] for row in self.variants.values()}
        return list(rows.values())

    def _product_by_identifier(self, _info, identifier):
        return next((row for row in self._products() if row["handle"] == identifier["handle"]), None)

    def _some_variants(self, info, query=None, **arguments):
        rows = list(self.variants.values())
        if query:
            # like the real search it finds more than what was asked for
            wanted = json.loads(query.removeprefix("sku:")).lower()
            rows = [row for row in rows if str(row["sku"]).lower().startswith(wanted)]
        return connection(rows, self._variant_view)(info, **arguments)

    def product_view(self, product):
        fields = [{"key": key, "value": value} for key, value in product["metafields_by_key"].items()]
        own = self._variants_of(product["id"])
        media = [
            {"__typename": "MediaImage", "id": f"gid://shopify/MediaImage/{number}", "image": {"url": url}}
            for number, url in enumerate(product["pictures"])
        ]
        options = [
            {"name": row["name"], "optionValues": [{"name": value} for value in row["values"]]}
            for row in product["option_rows"]
        ]
        return {
            **product,
            "hasOnlyDefaultVariant": product["option_rows"] == [ONLY],
            "options": options,
            "media": connection(media),
            "variants": connection(own, self._variant_view),
            "metafields": lambda _info, first, **_args: {"nodes": fields[:first]},
        }

    def _variants_of(self, product_id):
        return [row for row in self.variants.values() if row["product"]["id"] == product_id]
