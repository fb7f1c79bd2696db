"""What the fake Shopify answers about its records."""

from .shopify_order import LOCATION
from .shopify_schema import connection, listing


class ShopifyViews:
    """Mixed into :class:`.shopify.FakeShopify`: records as the schema's types show them."""

    def _node(self, key):
        kind = key.split("/")[-2]
        if kind == "Order":
            return self._order_view(self.orders[key]) if key in self.orders else None
        if kind == "OrderCancelJobResult":
            return self.run_cancel_job(key)
        if kind in ("ProductVariant", "InventoryItem"):
            name = "id" if kind == "ProductVariant" else "item_id"
            found = next((row for row in self.variants.values() if row[name] == key), None)
            view = self._variant_view if kind == "ProductVariant" else self._item_view
            return view(found) if found else None
        if kind == "Product":
            found = next((row for row in self._products() if row["id"] == key), None)
            return self.product_view(found) if found else None
        return self._node_of_an_order(key)

    def _node_of_an_order(self, key):
        for order in self.orders.values():
            for row in order["line_items"]:
                if row["id"] == key:
                    return {**row, "refundableQuantity": row["currentQuantity"]}
            for name in ("refund_rows", "return_rows", "fulfillment_orders", "fulfillment_rows"):
                for row in order[name]:
                    if row["id"] == key:
                        return _with_lines(row)
        return None

    def _order_view(self, order):
        fields = [{"key": key, "value": value} for key, value in order["metafields_by_key"].items()]
        return {
            **order,
            "lineItems": connection(order["line_items"]),
            "shippingLines": connection(order["shipping_lines"]),
            "localizedFields": connection(order["localized_fields"]),
            "transactions": listing(order["transaction_rows"]),
            "refunds": listing([_with_lines(row) for row in order["refund_rows"]]),
            "returns": connection(order["return_rows"], _with_lines),
            "fulfillments": listing(order["fulfillment_rows"]),
            "fulfillmentOrders": connection(order["fulfillment_orders"], _with_lines),
            "metafield": lambda _info, key, **_args: next((f for f in fields if f["key"] == key), None),
            "metafields": lambda _info, first, **_args: {"nodes": fields[:first]},
        }

    def _variant_view(self, variant):
        return {
            **variant,
            "selectedOptions": [{"name": name, "value": value} for name, value in variant["chosen"].items()],
            "inventoryItem": self._item_view(variant),
            "inventoryQuantity": variant["available"] or 0,
        }

    def _item_view(self, variant):
        def level(_info, locationId):
            if locationId != LOCATION or variant["available"] is None:
                return None
            quantities = [{"name": "available", "quantity": variant["available"]}]
            return {"quantities": lambda _info, names: [row for row in quantities if row["name"] in names]}

        item = {"__typename": "InventoryItem", "id": variant["item_id"], "tracked": variant["tracked"]}
        return {**item, "inventoryLevel": level}


def _with_lines(row):
    """A record with its list of lines under the name that its type has for it."""
    rows = row.get("line_rows", [])
    name = {
        "Refund": "refundLineItems",
        "Return": "returnLineItems",
        "FulfillmentOrder": "lineItems",
        "Fulfillment": "fulfillmentLineItems",
    }[row["__typename"]]
    view = {**row, name: connection(rows)}
    if name == "fulfillmentLineItems":
        view["events"] = connection(row["event_rows"])
    if name == "refundLineItems":
        view["refundShippingLines"] = connection(row.get("shipping_rows", []))
    if name == "returnLineItems":
        view["exchangeLineItems"] = connection([_exchange_view(one, row) for one in row["exchange_rows"]])
    return view


def _exchange_view(row, record):
    """Nothing can be processed of a return that is not approved."""
    return {**row, "processableQuantity": row["unprocessedQuantity"] if record["status"] == "OPEN" else 0}
