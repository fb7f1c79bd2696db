"""What the fake Shopify does when it is told to change something."""

from .shopify_order import LOCATION, amount_of, cents, iso
from .shopify_schema import idempotency_key


def refused(message, *path, code=None):
    return {"field": [str(part) for part in path] or None, "message": message, "code": code}


class ShopifyMutations:
    """Mixed into the fake shop; each method is the resolver of one mutation."""

    def mutations(self):
        return {
            "inventorySetQuantities": self._once(self.set_quantities),
            "inventoryActivate": self._once(self.activate),
            "refundCreate": self._once(self.create_refund),
            "metafieldsSet": self.set_metafields,
            "fulfillmentCreate": self.create_fulfillment,
            "fulfillmentEventCreate": self.create_fulfillment_event,
            "orderCancel": self.cancel_order,
            "returnApproveRequest": self.approve_return,
            "returnDeclineRequest": self.decline_return,
            "returnProcess": self.process_return,
            "returnClose": self.close_return,
            "returnCancel": self.cancel_return,
        }

    def _once(self, resolver):
        """A mutation that wants ``@idempotent`` answers a key it has seen with what it did then."""

        def resolve(info, **arguments):
            key = idempotency_key(info)
            assert key and key.strip(), "the idempotency key is required"
            if key in self._keys:
                before, answer = self._keys[key]
                same = before == repr(arguments)
                return answer if same else {"userErrors": [refused("key used with other parameters")]}
            answer = resolver(info, **arguments)
            self._keys[key] = (repr(arguments), answer)
            return answer

        return resolve

    # --- stock ---

    def set_quantities(self, _info, input):
        rows, errors = input["quantities"], []
        assert input["name"] == "available" and len(rows) <= 250
        items = {variant["item_id"]: variant for variant in self.variants.values()}
        for index, row in enumerate(rows):
            assert "changeFromQuantity" in row, "must be given, even as null"
            errors += self._quantity_errors(items.get(row["inventoryItemId"]), index, row)
        if not errors:
            for row in rows:
                items[row["inventoryItemId"]]["available"] = row["quantity"]
        return {"userErrors": errors}

    def _quantity_errors(self, variant, index, row):
        path = ("input", "quantities", index)
        if variant is None:
            message = "The specified inventory item could not be found."
            return [refused(message, *path, "inventoryItemId", code="INVALID_INVENTORY_ITEM")]
        if row["locationId"] != LOCATION or variant["available"] is None:
            message = "The specified location could not be found."
            return [refused(message, *path, "locationId", code="INVALID_LOCATION")]
        if row["quantity"] < 0:
            message = "The quantity can't be negative."
            return [refused(message, *path, "quantity", code="INVALID_QUANTITY_NEGATIVE")]
        if row["changeFromQuantity"] not in (None, variant["available"]):
            message = "The changeFromQuantity value does not match persisted value."
            return [refused(message, *path, "changeFromQuantity", code="CHANGE_FROM_QUANTITY_STALE")]
        return []

    def activate(self, _info, inventoryItemId, locationId, available):
        variant = next((row for row in self.variants.values() if row["item_id"] == inventoryItemId), None)
        if variant is None or locationId != LOCATION:
            return {"userErrors": [refused("The inventory item could not be found.", "inventoryItemId")]}
        if variant["available"] is not None:
            return {
                "userErrors": [
                    refused(
                        "Not allowed to set available quantity when the item is already "
                        "active at the location.",
                        "available",
                    )
                ]
            }
        variant["available"] = available
        return {"userErrors": []}

    # --- shipments ---

    def set_metafields(self, _info, metafields):
        assert len(metafields) <= 25
        if any(row["type"] == "json" and len(row["value"].encode()) > 128 * 1024 for row in metafields):
            return {"userErrors": [refused("Value exceeds the maximum size of 128 KB.", "metafields")]}
        for row in metafields:
            assert 2 <= len(row["key"]) <= 64 and row["namespace"] == "medsuite"
            assert row["value"] and (row["type"] == "json" or "\n" not in row["value"])
            self._owner(row["ownerId"])["metafields_by_key"][row["key"]] = row["value"]
            if row["ownerId"] in self.orders:
                self.touch(self.orders[row["ownerId"]])
        return {"userErrors": []}

    def create_fulfillment(self, _info, fulfillment):
        wanted = []
        for part in fulfillment["lineItemsByFulfillmentOrder"]:
            order, place = self._fulfillment_order(part["fulfillmentOrderId"])
            lines = {row["id"]: row for row in place["line_rows"]}
            for row in part["fulfillmentOrderLineItems"]:
                line = lines[row["id"]]
                if row["quantity"] > line["remainingQuantity"] or place["status"] not in (
                    "OPEN",
                    "IN_PROGRESS",
                ):
                    message = "Invalid fulfillment order line item quantity requested."
                    return {"fulfillment": None, "userErrors": [refused(message, "fulfillment")]}
                wanted.append((place, line, row["quantity"]))
        return {"fulfillment": self._fulfil(order, wanted, fulfillment), "userErrors": []}

    def _fulfil(self, order, wanted, fulfillment):
        rows = []
        for place, line, quantity in wanted:
            line["remainingQuantity"] -= quantity
            line["lineItem"]["unfulfilledQuantity"] -= quantity
            left = any(row["remainingQuantity"] for row in place["line_rows"])
            place["status"] = "IN_PROGRESS" if left else "CLOSED"
            rows.append(
                {
                    "id": f"gid://shopify/FulfillmentLineItem/{next(self._serial)}",
                    "quantity": quantity,
                    "lineItem": line["lineItem"],
                }
            )
        record = {
            "__typename": "Fulfillment",
            "id": f"gid://shopify/Fulfillment/{next(self._serial)}",
            "status": "SUCCESS",
            "line_rows": rows,
            "tracking": fulfillment.get("trackingInfo") or {},
            "deliveredAt": None,
            "event_rows": [],
        }
        order["fulfillment_rows"].append(record)
        left = any(item["unfulfilledQuantity"] for item in order["line_items"])
        self.touch(order, displayFulfillmentStatus="PARTIALLY_FULFILLED" if left else "FULFILLED")
        return record

    def create_fulfillment_event(self, _info, fulfillmentEvent):
        for order in self.orders.values():
            for row in order["fulfillment_rows"]:
                if row["id"] == fulfillmentEvent["fulfillmentId"]:
                    event_id = f"gid://shopify/FulfillmentEvent/{next(self._serial)}"
                    row["event_rows"].append({"id": event_id, "status": fulfillmentEvent["status"]})
                    if fulfillmentEvent["status"] == "DELIVERED":
                        row["deliveredAt"] = fulfillmentEvent["happenedAt"]
                    return {"userErrors": []}
        return {"userErrors": [refused("Fulfillment does not exist", "fulfillmentEvent", "fulfillmentId")]}

    def _fulfillment_order(self, key):
        return next(
            (order, row)
            for order in self.orders.values()
            for row in order["fulfillment_orders"]
            if row["id"] == key
        )

    # --- afterwards ---

    def cancel_order(self, _info, orderId, reason, restock, staffNote=None, **_rest):
        order = self.orders[orderId]
        error = None
        if order["cancelledAt"]:
            error = refused("Cannot cancel an order that has already been canceled", code="INVALID")
        elif len(staffNote or "") > 255:
            error = refused("Staff note is too long (maximum is 255 characters)", "staffNote", code="INVALID")
        if error:
            return {"jobResult": None, "orderCancelUserErrors": [error]}
        job = {
            "__typename": "OrderCancelJobResult",
            "id": f"gid://shopify/OrderCancelJobResult/{next(self._serial)}",
            "done": False,
            "errors": [],
        }
        self.cancel_jobs[job["id"]] = job, lambda: self._carry_out_cancel(order, reason, restock, staffNote)
        return {"jobResult": job, "orderCancelUserErrors": []}

    def run_cancel_job(self, key):
        """The job, which is done by the time somebody looks at it."""
        job, work = self.cancel_jobs[key]
        if not job["done"] and not self.cancel_is_slow:
            job["done"] = True
            if self.cancel_error:
                job["errors"] = [{"message": self.cancel_error}]
            else:
                work()
        return job

    def _carry_out_cancel(self, order, reason, restock, note):
        for line in order["line_items"]:
            variant = self.variants.get(line["sku"])
            if restock and variant and variant["available"] is not None:
                variant["available"] += line["unfulfilledQuantity"]
            line["currentQuantity"] = 0
        self.touch(order, cancelledAt=iso(self.clock()), cancelReason=reason, staff_note=note)

    def create_refund(self, _info, input):
        order = self.orders[input["orderId"]]
        amount = sum(cents(row["amount"]) for row in input["transactions"])
        paid = amount_of(order["totalPriceSet"]) - amount_of(order["totalRefundedSet"])
        if amount > paid:
            return {"refund": None, "userErrors": [refused("Refund amount is too high", "transactions")]}
        ids = [line["id"] for line in order["line_items"]]
        rows = [(ids.index(row["lineItemId"]), row["quantity"]) for row in input.get("refundLineItems") or ()]
        if any(order["line_items"][index]["currentQuantity"] < quantity for index, quantity in rows):
            message = "Refund line items quantity cannot refund more items than were purchased"
            return {"refund": None, "userErrors": [refused(message, "refundLineItems")]}
        return {"refund": self.refund(order, amount, rows, input.get("note")), "userErrors": []}

    def _return(self, key):
        found = (row for order in self.orders.values() for row in order["return_rows"] if row["id"] == key)
        return next(found)

    def _answered(self, record, wanted_status, status):
        if record["status"] != wanted_status:
            message = f"Return status must be {wanted_status}."
            return {"return": None, "userErrors": [refused(message, "id", code="INVALID_STATE")]}
        record["status"] = status
        return {"return": record, "userErrors": []}

    def approve_return(self, _info, input):
        return self._answered(self._return(input["id"]), "REQUESTED", "OPEN")

    def decline_return(self, _info, input):
        record = self._return(input["id"])
        record["decline"] = {"note": input.get("declineNote"), "reason": input["declineReason"]}
        return self._answered(record, "REQUESTED", "DECLINED")

    def process_return(self, _info, input):
        """Only now do the goods leave the order, and those that go out for them come onto it."""
        record = self._return(input["returnId"])
        order = next(order for order in self.orders.values() if record in order["return_rows"])
        lines = {row["id"]: row for row in record["line_rows"]}
        for row in input["returnLineItems"]:
            line = lines[row["id"]]
            if row["quantity"] > line["quantity"] - line["processedQuantity"]:
                return {"return": None, "userErrors": [refused("Quantity is too high.", "quantity")]}
            line["processedQuantity"] += row["quantity"]
            line["fulfillmentLineItem"]["lineItem"]["currentQuantity"] -= row["quantity"]
        others = {row["id"]: row for row in record["exchange_rows"]}
        for row in input.get("exchangeLineItems") or ():
            self.process_exchange(order, others[row["id"]], row["quantity"])
        self.touch(order)
        return self._answered(record, "OPEN", "OPEN")

    def close_return(self, _info, id):
        return self._answered(self._return(id), "OPEN", "CLOSED")

    def cancel_return(self, _info, id, **_rest):
        return self._answered(self._return(id), "OPEN", "CANCELED")
