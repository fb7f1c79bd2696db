"""How products of the fake Shopify are written."""

from .shopify_mutations import refused
from .shopify_order import cents


class ShopifyCatalogueMutations:
    """Mixed into :class:`.shopify.FakeShopify`."""

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
