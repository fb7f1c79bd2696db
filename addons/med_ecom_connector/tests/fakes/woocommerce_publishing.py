"""The fake WooCommerce as others write its catalogue: products, variations, categories.

As in WordPress, names of products and categories are kept with HTML entities.
"""

import html
import re

from .server import Refusal, Reply

API = "/wp-json/wc/v3"


class WooCommercePublishing:
    PUBLISHING_ROUTES = (
        ("POST", f"{API}/products", "post_product"),
        ("GET", f"{API}/products/categories", "get_categories"),
        ("POST", f"{API}/products/categories", "post_category"),
        ("GET", f"{API}/products/([^/]+)", "get_product"),
        ("PUT", f"{API}/products/([^/]+)", "put_product"),
    )
    shop_categories = None

    def product_named(self, name):
        name = html.escape(name, quote=False)
        rows = (row for row in self.products.values() if row["name"] == name and not row["parent_id"])
        return next(rows, None)

    def facts(self, name):
        rows = self.product_named(name)["attributes"]
        return {row["name"]: row["options"][0] for row in rows if not row["variation"]}

    def get_product(self, request, product_id):
        return Reply(dict(self._product(product_id)))

    def post_product(self, request):
        return Reply(self._save({"attributes": [], "meta_data": []}, request.json), 201)

    def put_product(self, request, product_id):
        return Reply(self._save(self._product(product_id), request.json))

    def save_variations(self, request, product_id):
        body = request.json
        if not body.get("create") and not any("attributes" in row for row in body["update"]):
            return self.post_variations(request, product_id)
        self._product(product_id)
        created = [self._variation(product_id, row) for row in body.get("create", [])]
        by_id = {row["id"]: row for row in self.products.values()}
        updated = [self._save(by_id[row["id"]], row) for row in body.get("update", [])]
        return Reply({"create": created, "update": updated})

    def _variation(self, product_id, row):
        if row["sku"] in self.products:
            return {
                "id": 0,
                "error": {"code": "product_invalid_sku", "message": "Invalid or duplicated SKU."},
            }
        return self._save({"parent_id": int(product_id), "type": "variation"}, {**row, "name": row["sku"]})

    def _save(self, product, body):
        product.setdefault("id", next(self._serial))
        sku = body.get("sku", product.get("sku", ""))
        twin = self.products.get(sku) if sku else None
        if twin is not None and twin is not product:
            error = {"code": "product_invalid_sku", "message": "Invalid or duplicated SKU."}
            raise Refusal(400, error)
        defaults = {"parent_id": 0, "sku": "", "regular_price": "", "manage_stock": False}
        for key, value in {**defaults, "stock_quantity": None, "name": ""}.items():
            product.setdefault(key, value)
        meta = {row["key"]: row for row in product.get("meta_data", [])}
        meta.update({row["key"]: row for row in body.get("meta_data", [])})
        product.update(self._cleaned(product, body), meta_data=list(meta.values()))
        if "categories" in body:
            names = {row["id"]: row["name"] for row in self.shop_categories or []}
            product["categories"] = [{**row, "name": names[row["id"]]} for row in body["categories"]]
        if sku or not any(one is product for one in self.products.values()):
            self.products[sku or f"#{product['id']}"] = product
        return dict(product)

    def _cleaned(self, product, body):
        """The values as WordPress keeps them."""
        kept = dict(body)
        for image in body.get("images", ()):
            if not image["src"].split("?")[0].endswith((".png", ".jpeg", ".jpg", ".gif", ".webp")):
                message = "Invalid image: Sorry, you are not allowed to upload this file type."
                raise Refusal(400, {"code": "woocommerce_product_image_upload_error", "message": message})
        if "name" in body:
            kept["name"] = html.escape(body["name"], quote=False)
        if body.get("global_unique_id"):
            kept["global_unique_id"] = re.sub("[^0-9Xx-]", "", body["global_unique_id"])
        if product["parent_id"] and "attributes" in body:
            parent = self._product(str(product["parent_id"]))["attributes"]
            kept["attributes"] = [one for row in body["attributes"] for one in _chosen(row, parent)]
        elif "attributes" in body:
            names = {row["id"]: row["name"] for row in product.get("attributes", ()) if row.get("id")}
            kept["attributes"] = [{"id": 0, **row} for row in body["attributes"]]
            for row in kept["attributes"]:
                row["name"] = names[row["id"]] if row["id"] else row["name"]
        return kept

    def get_categories(self, request):
        rows = [
            row for row in self.shop_categories or [] if request.arg("search").lower() in row["name"].lower()
        ]
        return self._page(request, rows)

    def post_category(self, request):
        row = {"id": next(self._serial), "name": html.escape(request.json["name"], quote=False)}
        for twin in self.shop_categories or []:
            if twin["name"].lower() == row["name"].lower():
                message = "A term with the name provided already exists with this parent."
                data = {"status": 400, "resource_id": twin["id"]}
                raise Refusal(400, {"code": "term_exists", "message": message, "data": data})
        self.shop_categories = [*(self.shop_categories or []), row]
        return Reply(row, 201)

    def _product(self, product_id):
        found = (row for row in self.products.values() if str(row["id"]) == product_id)
        product = next(found, None)
        if product is None:
            error = {"code": "woocommerce_rest_product_invalid_id", "message": "Invalid ID."}
            raise Refusal(404, error)
        return product


def _chosen(row, parent):
    """A variation's choice, if its parent has this attribute: by id, or by name where it has none."""
    for one in parent:
        same = one["id"] == row["id"] if row.get("id") else not one["id"] and one["name"] == row["name"]
        if same and one["variation"]:
            return [{"id": one["id"], "name": one["name"], "option": row["option"]}]
    return []
