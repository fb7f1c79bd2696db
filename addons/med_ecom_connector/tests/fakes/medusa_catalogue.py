"""The fake Medusa's products as a catalogue: options, pictures, categories."""

import base64

from .medusa_publishing import MedusaPublishing
from .server import Reply

#: the smallest PNG there is
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class MedusaCatalogue(MedusaPublishing):
    """Mixed into :class:`.medusa.FakeMedusa`, whose ``variants`` it groups by product."""

    CATALOGUE_ROUTES = (
        ("GET", "/admin/products", "get_products"),
        ("GET", "/static/(.+)", "get_picture"),
        *MedusaPublishing.PUBLISHING_ROUTES,
    )

    def add_family(self, name, option, skus, price, **product):
        """A product whose variants differ in one option; ``skus`` is value to SKU."""
        first = None
        for value, sku in skus.items():
            self.add_product(sku, name, price)
            variant = self.variants[sku]
            if first is None:
                first = variant["product"]
                first.update(product)
                first["options"] = [
                    {"id": f"opt_{first['id']}", "title": option, "values": [{"value": one} for one in skus]}
                ]
            variant.update(product=first, product_id=first["id"], title=value)
            variant["options"] = [{"option_id": f"opt_{first['id']}", "value": value}]
        return first

    def edit_product(self, sku, **values):
        """Change the product of a SKU: description, images, categories, title, status."""
        self.variants[sku]["product"].update(values)

    def picture(self, name):
        return f"{self.url}/static/{name}"

    def get_picture(self, request, name):
        return Reply(PIXEL, headers={"Content-Type": "image/png"})

    def get_products(self, request):
        rows = {}
        for variant in self.variants.values():
            product = variant["product"]
            row = rows.setdefault(product["id"], self._product_row(product))
            row["variants"].append(
                {key: value for key, value in self._variant_row(variant).items() if key != "product"}
            )
        found = [row for row in rows.values() if self._is_asked_for(request, row)]
        return self._page(request, "products", found)

    def _is_asked_for(self, request, row):
        asked = {key: request.args(key) for key in ("id", "handle", "external_id")}
        return all(not wanted or row.get(key) in wanted for key, wanted in asked.items())

    def _product_row(self, product):
        options = [{"id": f"opt_{product['id']}", "title": "Default", "values": [{"value": "Default"}]}]
        defaults = {"description": None, "options": options, "images": [], "thumbnail": None}
        names = {row["id"]: row for row in self.shop_categories or []}
        categories = [names.get(row["id"], row) for row in product.get("categories", ())]
        return {**defaults, "metadata": None, **product, "categories": categories, "variants": []}
