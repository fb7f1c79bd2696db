"""Articles of the fake Medusa, with stock levels and prices."""

from .server import Refusal, Reply


class MedusaStock:
    """Part of ``FakeMedusa``: articles, their stock and prices."""

    def get_variants(self, request):
        rows = [
            row
            for row in self.variants.values()
            if (not request.args("id") or row["id"] in request.args("id"))
            and request.arg("sku", row["sku"]) == row["sku"]
        ]
        return self._page(request, "variants", [self._variant_row(row) for row in rows])

    def get_inventory_items(self, request):
        rows = []
        for sku, variant in self.variants.items():
            if variant["inventory_id"] in request.args("id"):
                reserved = {"reserved_quantity": self._reserved(sku)}
                levels = [{**row, **reserved} for row in self._level_rows(variant)]
                rows.append({"id": variant["inventory_id"], "location_levels": levels})
        return self._page(request, "inventory_items", rows)

    def get_reservations(self, request):
        items = [item for order in self.orders.values() for item in order["items"]]
        rows = [
            {
                "line_item_id": item["id"],
                "inventory_item_id": self.variants[item["variant_sku"]]["inventory_id"],
                "quantity": item["quantity"] - item["detail"]["fulfilled_quantity"],
            }
            for item in items
            if item["id"] in request.args("line_item_id") and item["variant_sku"] in self.variants
        ]
        return self._page(request, "reservations", rows)

    def post_levels(self, request):
        by_item = {variant["inventory_id"]: variant["levels"] for variant in self.variants.values()}
        create, update = request.json.get("create", []), request.json.get("update", [])
        for row in create + update:
            if not isinstance(row["stocked_quantity"], int) or row["stocked_quantity"] < 0:
                raise Refusal(400, {"type": "invalid_data", "message": "Invalid request: stocked_quantity"})
        for row in update:
            if row["location_id"] not in by_item.get(row["inventory_item_id"], {}):
                message = f"Item {row['inventory_item_id']} is not stocked at location {row['location_id']}"
                raise Refusal(404, {"type": "not_found", "message": message})
        for row in create:
            if row["location_id"] in by_item[row["inventory_item_id"]]:
                raise Refusal(400, {"type": "invalid_data", "message": "Inventory level already exists."})
        for row in create + update:
            by_item[row["inventory_item_id"]][row["location_id"]] = row["stocked_quantity"]
        return Reply({"created": create, "updated": update, "deleted": []})

    def post_variants(self, request, product_id):
        by_id = {row["id"]: row for row in self.variants.values() if row["product_id"] == product_id}
        for row in request.json["update"]:
            if row["id"] not in by_id:
                raise Refusal(404, {"type": "not_found", "message": f"Variant {row['id']} was not found"})
        for row in request.json["update"]:
            # prices that are left out are deleted, as in the real shop
            by_id[row["id"]]["prices"] = [
                {"id": f"price_{next(self._serial)}", **price} for price in row["prices"]
            ]
        return Reply({"created": [], "updated": request.json["update"], "deleted": {}})

    def _variant_row(self, variant):
        inventory = {"id": variant["inventory_id"], "location_levels": self._level_rows(variant)}
        link = {"inventory_item_id": variant["inventory_id"], "required_quantity": 1, "inventory": inventory}
        row = {key: value for key, value in variant.items() if key not in ("levels", "inventory_id")}
        return {**row, "inventory_items": [link] if variant["manage_inventory"] else []}

    def _level_rows(self, variant):
        return [{"location_id": key, "stocked_quantity": n} for key, n in variant["levels"].items()]
