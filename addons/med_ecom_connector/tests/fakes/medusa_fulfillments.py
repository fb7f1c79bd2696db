"""Fulfilments of the fake Medusa, and the stock that they take."""

from .medusa_order import iso
from .server import Refusal, Reply


class MedusaFulfillments:
    """Part of ``FakeMedusa``: what leaves, by the rules of the real shop."""

    def post_fulfillment(self, request, order_id):
        order = self._known(order_id)
        wanted = request.json
        pairs = [(self._item(order, row["id"]), row["quantity"]) for row in wanted["items"]]
        for item, quantity in pairs:
            self._check_fulfillable(item, quantity, wanted["location_id"])
        for item, quantity in pairs:
            item["detail"]["fulfilled_quantity"] += quantity
            if item["variant_sku"] in self.variants:
                self.variants[item["variant_sku"]]["levels"][wanted["location_id"]] -= quantity
        order["fulfillments"].append(
            {
                "id": f"ful_{next(self._serial)}",
                "location_id": wanted["location_id"],
                "metadata": wanted.get("metadata"),
                "shipped_at": None,
                "delivered_at": None,
                "canceled_at": None,
                "items": [{"line_item_id": item["id"], "quantity": quantity} for item, quantity in pairs],
                "labels": [],
            }
        )
        self.touch(order)
        return Reply({"order": order})

    def _check_fulfillable(self, item, quantity, location_id):
        rest = item["quantity"] - item["detail"]["fulfilled_quantity"]
        if quantity > rest:
            message = f"Quantity to fulfill exceeds the reserved quantity for the item: {item['id']}"
            raise Refusal(400, {"type": "invalid_data", "message": message})
        variant = self.variants.get(item["variant_sku"])
        # as the real shop does: only the rest of a line may bring stock below the reservations
        if not variant or quantity == rest:
            return
        if variant["levels"].get(location_id, 0) - quantity < self._reserved(item["variant_sku"]):
            where = f"item {variant['inventory_id']} at location {location_id}"
            message = f"Not enough stock available for {where}"
            raise Refusal(400, {"type": "not_allowed", "message": message})

    def _reserved(self, sku):
        open_items = (
            item for order in self.orders.values() if order["status"] == "pending" for item in order["items"]
        )
        return sum(
            item["quantity"] - item["detail"]["fulfilled_quantity"]
            for item in open_items
            if item["variant_sku"] == sku
        )

    def post_shipment(self, request, order_id, fulfillment_id):
        order = self._known(order_id)
        fulfillment = next(row for row in order["fulfillments"] if row["id"] == fulfillment_id)
        if fulfillment["shipped_at"]:
            raise Refusal(400, {"type": "not_allowed", "message": "Shipment has already been created"})
        fulfillment.update(shipped_at=iso(self.clock()), labels=request.json.get("labels", []))
        self.touch(order)
        return Reply({"order": order})

    def post_delivered(self, request, order_id, fulfillment_id):
        order = self._known(order_id)
        fulfillment = next(row for row in order["fulfillments"] if row["id"] == fulfillment_id)
        if fulfillment["delivered_at"]:
            message = "Fulfillment has already been marked delivered"
            raise Refusal(400, {"type": "not_allowed", "message": message})
        fulfillment["delivered_at"] = iso(self.clock())
        self.touch(order)
        return Reply({"order": order})
