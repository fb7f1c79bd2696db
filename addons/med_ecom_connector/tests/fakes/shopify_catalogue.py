"""The fake Shopify's products as a catalogue: options, pictures, metafields, where they are shown.

Its ``variants`` by SKU are what there is; a product is what its variants have in common.
"""

import json
import re

from .medusa_catalogue import PIXEL
from .server import Reply
from .shopify_mutations import refused
from .shopify_order import cents
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

    # --- mutations ---

    def catalogue_mutations(self):
        return {
            "productSet": self.set_product,
            "productVariantsBulkCreate": self.create_variants,
            "productVariantsBulkUpdate": self.update_variants,
            "productOptionsReorder": self.order_options,
            "metafieldsDelete": self.delete_metafields,
            "publishablePublish": self.publish,
        }

    def set_product(self, _info, identifier, input, synchronous=True):
        """Upserts by id or handle. A list that is given replaces what there was."""
        ((key, value),) = identifier.items()
        if key == "handle" and input.get("handle") != value:
            return self._not_set("The input must have the handle.", "MISSING_FIELD_REQUIRED")
        product = next((row for row in self._products() if row[key] == value), None)
        if product is None:
            if key == "id":
                return self._not_set("Product does not exist", "PRODUCT_DOES_NOT_EXIST")
            product = {**self.new_product(next(self._serial), input["title"]), "shown_on": []}
        if ("variants" in input) != ("productOptions" in input):
            code = "VARIANTS_INPUT_MISSING" if "productOptions" in input else "PRODUCT_OPTIONS_INPUT_MISSING"
            return self._not_set("Options and variants must be given together.", code)
        own = ("title", "handle", "descriptionHtml", "status", "productType")
        product.update({name: input[name] for name in own if name in input})
        if "files" in input:
            product["pictures"] = [row["originalSource"] for row in input["files"]]
        if "variants" in input:
            self._replace_variants(product, input)
        return {"product": product, "userErrors": []}

    def _not_set(self, message, code):
        return {"product": None, "userErrors": [refused(message, "input", code=code)]}

    def _replace_variants(self, product, input):
        product["option_rows"] = [
            {"name": row["name"], "values": [value["name"] for value in row["values"]]}
            for row in input["productOptions"]
        ]
        for variant in self._variants_of(product["id"]):
            del self.variants[variant["sku"]]
        for row in input["variants"]:
            self._make_variant(product, row)

    def create_variants(self, _info, productId, variants, strategy="DEFAULT"):
        assert strategy == "PRESERVE_STANDALONE_VARIANT", "a variant of the shop would be deleted"
        product = self._variants_of(productId)[0]["product"]
        names = {row["name"]: row for row in product["option_rows"]}
        taken = [row["chosen"] for row in self._variants_of(productId)]
        errors = []
        for index, row in enumerate(variants):
            chosen = _chosen(row)
            if not chosen.keys() <= names.keys():
                errors.append(refused("Option does not exist", "variants", index, code="INVALID_INPUT"))
            elif chosen in taken:
                message = f"The variant '{' / '.join(chosen.values())}' already exists."
                errors.append(refused(message, "variants", index, code="VARIANT_ALREADY_EXISTS"))
        if errors:
            return {"productVariants": [], "userErrors": errors}
        for row in variants:
            for name, value in _chosen(row).items():
                if value not in names[name]["values"]:
                    names[name]["values"].append(value)
        made = [self._make_variant(product, row) for row in variants]
        return {"productVariants": list(map(self._variant_view, made)), "userErrors": []}

    def _make_variant(self, product, row):
        sku = row.get("sku") or row["inventoryItem"]["sku"]
        self.add_product(sku, product["title"], row.get("price", "0"), located=False)
        chosen = _chosen(row)
        values = {"product": product, "chosen": chosen, "title": " / ".join(chosen.values())}
        self.variants[sku].update(values, barcode=row.get("barcode"), tracked=row["inventoryItem"]["tracked"])
        return self.variants[sku]

    def update_variants(self, _info, productId, variants, allowPartialUpdates=False):
        own = {row["id"]: row for row in self._variants_of(productId)}
        errors, done = [], []
        for index, row in enumerate(variants):
            if row["id"] not in own:
                message = "Product variant does not exist"
                errors.append(
                    refused(message, "variants", index, "id", code="PRODUCT_VARIANT_DOES_NOT_EXIST")
                )
            elif float(row.get("price", 0)) < 0:
                message = "Price must be greater than or equal to 0"
                errors.append(refused(message, "variants", index, "price", code="NEGATIVE_PRICE_VALUE"))
            else:
                done.append(self._variant_view(self._change_variant(own[row["id"]], row)))
        return {"productVariants": done, "userErrors": errors}

    def _change_variant(self, variant, row):
        if "price" in row:
            variant["price"] = f"{cents(row['price'])}"
        if "compareAtPrice" in row:
            variant["compareAtPrice"] = row["compareAtPrice"]
        if "barcode" in row:
            variant["barcode"] = row["barcode"]
        if "sku" in row.get("inventoryItem", {}):
            variant["sku"] = row["inventoryItem"]["sku"]
            self.variants = {one["sku"] or key: one for key, one in self.variants.items()}
        return variant

    def order_options(self, _info, productId, options):
        product = self._variants_of(productId)[0]["product"]
        asked = {row["name"]: [value["name"] for value in row["values"]] for row in options}
        there = {row["name"]: row["values"] for row in product["option_rows"]}
        if {name: sorted(values) for name, values in asked.items()} != {
            name: sorted(values) for name, values in there.items()
        }:
            return {"userErrors": [refused("Option does not exist", "options", code="OPTION_DOES_NOT_EXIST")]}
        product["option_rows"] = [{"name": name, "values": values} for name, values in asked.items()]
        return {"userErrors": []}

    def delete_metafields(self, _info, metafields):
        for row in metafields:
            self._owner(row["ownerId"])["metafields_by_key"].pop(row["key"], None)
        return {"userErrors": []}

    def publish(self, _info, id, input):
        (product,) = [row for row in self._products() if row["id"] == id]
        product["shown_on"] = sorted({*product["shown_on"], *(row["publicationId"] for row in input)})
        return {"userErrors": []}

    def _owner(self, key):
        return self.orders[key] if key in self.orders else self._variants_of(key)[0]["product"]


def _chosen(row):
    return {one["optionName"]: one["name"] for one in row["optionValues"]}
