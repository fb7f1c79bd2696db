"""The fake WooCommerce's products as a catalogue: attributes, pictures, categories."""

from .medusa_catalogue import PIXEL
from .server import Reply
from .woocommerce_publishing import WooCommercePublishing


class WooCommerceCatalogue(WooCommercePublishing):
    """Mixed into :class:`.woocommerce.FakeWooCommerce`."""

    CATALOGUE_ROUTES = (
        ("GET", "/wp-content/(.+)", "get_picture"),
        *WooCommercePublishing.PUBLISHING_ROUTES,
    )

    def add_family(self, name, option, skus, price, **product):
        """A variable product; ``skus`` is value of the option to SKU of the variation."""
        parent_sku = f"parent-of-{next(iter(skus.values()))}"
        self.add_product(parent_sku, name, price)
        parent = self.products[parent_sku]
        for value, sku in skus.items():
            self.add_product(sku, value, price, parent=parent_sku)
            self.products[sku]["attributes"] = [{"id": 0, "name": option, "option": value}]
        parent["attributes"] = [{"id": 0, "name": option, "variation": True, "options": list(skus)}]
        # a variable product has no price and, mostly, no SKU of its own
        parent.update(sku="", regular_price="", **product)
        return parent

    def edit_product(self, sku, title=None, status=None, **values):
        """Change a product in the words of the other fake."""
        if title is not None:
            values["name"] = title
        if status is not None:
            values["status"] = "publish" if status == "published" else "draft"
        for image in values.get("images", ()):
            image["src"] = image.pop("url")
        self.products[sku].update(values)

    def picture(self, name):
        return f"{self.url}/wp-content/{name}"

    def get_picture(self, request, name):
        return Reply(PIXEL, headers={"Content-Type": "image/png"})
