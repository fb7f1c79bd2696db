"""The fake Medusa as others write its catalogue: products, variants, option values, categories."""

from .server import Refusal, Reply

CREATE_KEYS = {"title", "description", "status", "categories", "images", "thumbnail", "external_id"} | {
    "handle",
    "options",
    "variants",
    "metadata",
    "sales_channels",
    "shipping_profile_id",
}
UPDATE_KEYS = CREATE_KEYS - {"options", "variants"}


class MedusaPublishing:
    PUBLISHING_ROUTES = (
        ("POST", "/admin/products", "post_product"),
        ("POST", "/admin/products/([^/]+)", "post_product_update"),
        ("POST", "/admin/products/([^/]+)/options/batch", "post_options"),
        ("POST", "/admin/product-options/([^/]+)", "post_ranks"),
        ("GET", "/admin/product-categories", "get_categories"),
        ("POST", "/admin/product-categories", "post_category"),
        ("GET", "/admin/shipping-profiles", "get_profiles"),
    )
    shop_categories = None

    def product_named(self, name):
        """The product with this title, as the shop has it; None without one."""
        found = (row["product"] for row in self.variants.values() if row["product"]["title"] == name)
        return next(found, None)

    def facts(self, name):
        """What customers read about a product beside its description."""
        return {key: value for key, value in (self.product_named(name)["metadata"] or {}).items() if value}

    def post_product(self, request):
        body = request.json
        self._check_keys(body, CREATE_KEYS)
        for row in body["variants"]:
            self._check_new_sku(row)
        handle = body.get("handle") or body["title"].lower().replace(" ", "-")
        if any(row["product"].get("handle") == handle for row in self.variants.values()):
            message = f"Product with handle: {handle}, already exists."
            raise Refusal(400, {"type": "invalid_data", "message": message})
        product = {"id": f"prod_{next(self._serial):04d}", **body, "handle": handle}
        product["options"] = [
            {
                "id": f"opt_{product['id']}_{number}",
                "title": one["title"],
                # as the real shop makes them: in any order, with no rank
                "values": [{"value": value, "rank": None} for value in reversed(one["values"])],
            }
            for number, one in enumerate(body["options"])
        ]
        del product["variants"]
        for row in body["variants"]:
            self._make_variant(product, row)
        return self._answer_product(product)

    def post_product_update(self, request, product_id):
        self._check_keys(request.json, UPDATE_KEYS)
        product = self._product(product_id)
        product.update(request.json)
        return self._answer_product(product)

    def post_options(self, request, product_id):
        options = {one["id"]: one for one in self._product(product_id)["options"]}
        for row in request.json["update"]:
            options[row["product_option_id"]]["values"] += row["add"]
        return Reply({"product": {"id": product_id}})

    def post_ranks(self, request, option_id):
        options = (row for one in self.variants.values() for row in one["product"].get("options", ()))
        values = next(row["values"] for row in options if row["id"] == option_id)
        for row in values:
            row["rank"] = request.json["ranks"].get(row["value"], row.get("rank"))
        return Reply({"product_option": {"id": option_id}})

    def save_variants(self, request, product_id):
        create, update = request.json.get("create", []), request.json.get("update", [])
        if not create and all("prices" in row for row in update):
            return self.post_variants(request, product_id)
        product = self._product(product_id)
        for row in create:
            self._check_new_sku(row)
            self._make_variant(product, row)
        by_id = {row["id"]: row for row in self.variants.values()}
        for row in update:
            by_id[row["id"]].update(row)
        self.variants.update({row["sku"]: row for row in by_id.values()})
        return Reply({"created": create, "updated": update, "deleted": {}})

    def get_categories(self, request):
        rows = [row for row in self.shop_categories or [] if request.arg("q").lower() in row["name"].lower()]
        return self._page(request, "product_categories", rows)

    def post_category(self, request):
        row = {"id": f"pcat_{next(self._serial)}", "name": request.json["name"]}
        self.shop_categories = [*(self.shop_categories or []), row]
        return Reply({"product_category": row})

    def get_profiles(self, request):
        return self._page(request, "shipping_profiles", [{"id": "sp_1"}])

    def _check_keys(self, body, allowed):
        unknown = body.keys() - allowed
        if unknown:
            message = f"Invalid request: Unrecognized fields: {sorted(unknown)}"
            raise Refusal(400, {"type": "invalid_data", "message": message})

    def _check_new_sku(self, row):
        if row["sku"] in self.variants:
            message = f"Product variant with sku: {row['sku']}, already exists."
            raise Refusal(400, {"type": "invalid_data", "message": message})

    def _make_variant(self, product, row):
        values = {one["title"]: {v["value"] for v in one["values"]} for one in product["options"]}
        for title, value in row["options"].items():
            if value not in values.get(title, ()):
                message = f"Option value {value} does not exist for option {title}"
                raise Refusal(400, {"type": "invalid_data", "message": message})
        price = row["prices"][0] if row["prices"] else {"amount": 0, "currency_code": "eur"}
        self.add_product(
            row["sku"], row["title"], price["amount"], currency=price["currency_code"], located=False
        )
        by_title = {one["title"]: one["id"] for one in product["options"]}
        self.variants[row["sku"]].update(
            product=product,
            product_id=product["id"],
            title=row["title"],
            barcode=row["barcode"],
            options=[
                {"option_id": by_title[title], "value": value} for title, value in row["options"].items()
            ],
        )

    def _product(self, product_id):
        found = (row["product"] for row in self.variants.values() if row["product_id"] == product_id)
        product = next(found, None)
        if product is None:
            raise Refusal(
                404, {"type": "not_found", "message": f"Product with id: {product_id} was not found"}
            )
        return product

    def _answer_product(self, product):
        variants = [self._variant_row(row) for row in self.variants.values() if row["product"] is product]
        rows = [{key: value for key, value in row.items() if key != "product"} for row in variants]
        return Reply({"product": {**self._product_row(product), "variants": rows}})
