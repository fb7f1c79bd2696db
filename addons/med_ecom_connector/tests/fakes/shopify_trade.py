"""What happens to the orders of the fake Shopify: checkout, edits, payments, refunds, returns."""

from .shopify_order import (
    amount_of,
    bag,
    build_fulfillment_order,
    build_line,
    build_order,
    cents,
    iso,
    refresh_totals,
    set_amounts,
    transaction,
)


class ShopifyTrade:
    """Mixed into :class:`.shopify.FakeShopify`; tests call it."""

    def place_order(self, lines, **options):
        """A checkout: ``lines`` are (sku, quantity) or (sku, quantity, price); lowers what is available.

        Options: see :func:`.shopify_order.build_order`.
        """
        options.setdefault("at", self.clock())
        number = 5_000_000_000 + next(self._serial)
        order = build_order(number, [self._line_row(*line) for line in lines], options, self._serial)
        self.orders[order["id"]] = order
        for sku, quantity, *_price in lines:
            if sku in self.variants and self.variants[sku]["available"] is not None:
                self.variants[sku]["available"] -= int(quantity)
        return order

    def touch(self, order, **changes):
        """Change an order as an editor would."""
        order.update(changes, updatedAt=iso(self.clock()))
        return order

    def cancel(self, order, reason="CUSTOMER"):
        return self.touch(order, cancelledAt=iso(self.clock()), cancelReason=reason)

    def edit_line(self, order, index, quantity):
        """A confirmed order edit. Shopify lists units that were taken off a line for ever."""
        line, options = order["line_items"][index], order["options"]
        more = quantity - line["currentQuantity"]
        line["currentQuantity"] = quantity
        line["unfulfilledQuantity"] = max(0, line["unfulfilledQuantity"] + more)
        if more > 0:
            off = sum(amount_of(entry["allocatedAmountSet"]) for entry in line["discountAllocations"])
            line["quantity"] += more
            set_amounts(line, options, off)
        for place in order["fulfillment_orders"]:
            for row in place["line_rows"]:
                if row["lineItem"] is line:
                    row["remainingQuantity"] = line["unfulfilledQuantity"]
        refresh_totals(order)
        self.touch(order)

    def add_line(self, order, sku, quantity):
        """A confirmed order edit that adds a line."""
        line = build_line(
            next(self._serial), self._line_row(sku, quantity), {**order["options"], "discount": 0}
        )
        order["line_items"].append(line)
        order["fulfillment_orders"].append(build_fulfillment_order(next(self._serial), [line], self._serial))
        refresh_totals(order)
        self.touch(order)

    def remove_line(self, order, index):
        self.edit_line(order, index, 0)

    def move(self, order, city, postcode):
        """The goods are to go to another town."""
        self.touch(order, shippingAddress={**order["shippingAddress"], "city": city, "zip": postcode})

    def capture(self, order, amount=None):
        """Take the money, all or a part."""
        first = order["transaction_rows"][0] if order["transaction_rows"] else None
        total = amount_of(order["totalPriceSet"])
        row = transaction(next(self._serial), "CAPTURE", total if amount is None else amount, order, first)
        order["transaction_rows"].append(row)
        taken = sum(
            amount_of(row["amountSet"]) for row in order["transaction_rows"] if row["kind"] == "CAPTURE"
        )
        return self.touch(order, displayFinancialStatus="PAID" if taken >= total else "PARTIALLY_PAID")

    def mark_as_paid(self, order):
        """A payment outside Shopify has come, its people say: a sale that follows the pending one."""
        pending = order["transaction_rows"][0]
        row = transaction(next(self._serial), "SALE", amount_of(order["totalPriceSet"]), order, pending)
        order["transaction_rows"].append(row)
        return self.touch(order, displayFinancialStatus="PAID")

    def refund(self, order, amount, lines=(), note=None):
        """Give money back; ``lines`` are (index of the line, quantity) that it is for."""
        number, options = next(self._serial), order["options"]
        paid = next(row for row in order["transaction_rows"] if row["kind"] in ("SALE", "CAPTURE"))
        row = transaction(next(self._serial), "REFUND", amount, order, paid)
        order["transaction_rows"].append(row)
        order["refund_rows"].append(
            {
                "__typename": "Refund",
                "id": f"gid://shopify/Refund/{number}",
                "processedAt": iso(self.clock()),
                "note": note,
                "totalRefundedSet": bag(amount, options),
                "line_rows": [self._refund_line(order, *line) for line in lines],
            }
        )
        total = amount_of(order["totalRefundedSet"]) + cents(amount)
        full = total >= amount_of(order["totalPriceSet"])
        status = "REFUNDED" if full else "PARTIALLY_REFUNDED"
        self.touch(order, totalRefundedSet=bag(total, options), displayFinancialStatus=status)
        return order["refund_rows"][-1]

    def _refund_line(self, order, index, quantity):
        line = order["line_items"][index]
        part = quantity / line["quantity"]
        tax = sum(float(amount_of(row["priceSet"])) for row in line["taxLines"])
        line["currentQuantity"] -= quantity
        return {
            "id": f"gid://shopify/RefundLineItem/{next(self._serial)}",
            "quantity": quantity,
            "restocked": False,
            "restockType": "NO_RESTOCK",
            "lineItem": line,
            "subtotalSet": bag(float(amount_of(line["originalTotalSet"])) * part, order["options"]),
            "totalTaxSet": bag(tax * part, order["options"]),
        }

    def request_return(self, order, lines, reason="DEFECTIVE", note="does not switch on"):
        """The customer asks to send back ``lines``: (index of the line, quantity).

        :return: the return
        """
        rows = [
            {
                "__typename": "ReturnLineItem",
                "id": f"gid://shopify/ReturnLineItem/{next(self._serial)}",
                "quantity": quantity,
                "processedQuantity": 0,
                "refundedQuantity": 0,
                "customerNote": note,
                "returnReasonNote": "",
                "returnReasonDefinition": {"handle": reason.lower()},
                "fulfillmentLineItem": {"lineItem": order["line_items"][index]},
            }
            for index, quantity in lines
        ]
        record = {
            "__typename": "Return",
            "id": f"gid://shopify/Return/{next(self._serial)}",
            "name": f"{order['name']}-R{len(order['return_rows']) + 1}",
            "status": "REQUESTED",
            "createdAt": iso(self.clock()),
            "decline": None,
            "line_rows": rows,
            "exchange_rows": [],
        }
        order["return_rows"].append(record)
        self.touch(order)
        return record

    def exchange(self, order, lines, others, reason="damaged", processed=True):
        """A customer gets ``others`` (SKU and quantity) for ``lines``.

        They stand on the order once they are ``processed``, by the shop's people or with the return.
        """
        record = self.request_return(order, lines, reason=reason)
        for sku, quantity in others:
            row = {"__typename": "ExchangeLineItem", "sku": sku, "unprocessedQuantity": quantity}
            row["id"] = f"gid://shopify/ExchangeLineItem/{next(self._serial)}"
            record["exchange_rows"].append(row)
            if processed:
                self.process_exchange(order, row, quantity)
        return record

    def process_exchange(self, order, row, quantity):
        row["unprocessedQuantity"] -= quantity
        self.add_line(order, row["sku"], quantity)

    def _line_row(self, sku, quantity, price=None):
        variant = self.variants.get(sku)
        title = variant["product"]["title"] if variant else sku
        price = price if price is not None else variant["price"] if variant else 0
        record = {"id": variant["id"]} if variant else None
        return {"sku": sku, "title": title, "quantity": quantity, "price": price, "variant": record}
