"""Payments, refunds and returns of the fake Medusa."""

from decimal import Decimal

from .medusa_order import build_collection, build_payment, iso, refresh_totals
from .server import Refusal, Reply

ROUTES = (
    ("POST", "/admin/payments/([^/]+)/refund", "post_refund"),
    ("GET", "/admin/returns", "get_returns"),
    ("GET", "/admin/claims", "get_claims"),
    ("GET", "/admin/returns/([^/]+)", "get_return"),
    ("POST", "/admin/returns/([^/]+)/cancel", "post_return_cancel"),
    ("POST", "/admin/returns/([^/]+)/receive", "post_receive"),
    ("DELETE", "/admin/returns/([^/]+)/receive", "delete_receive"),
    ("POST", "/admin/returns/([^/]+)/dismiss-items", "post_dismiss"),
    ("POST", "/admin/returns/([^/]+)/receive/confirm", "post_receive_confirm"),
)


def exact(rows):
    """The sum of the rows' amounts."""
    return sum((Decimal(str(row["amount"])) for row in rows), Decimal(0))


def pending(order):
    """What the customer still has to pay for the order as it is; negative when too much was paid."""
    total = Decimal(str(order["total"]))
    for collection in order["payment_collections"]:
        for payment in collection["payments"]:
            total += exact(payment["refunds"]) - MedusaMoney.captured(collection, payment)
    return total


class MedusaMoney:
    """Part of ``FakeMedusa``; returns live in ``self.returns``."""

    # --- what tests call ---

    def capture(self, order, amount=None):
        """Take the money, all or a part; as in the real shop the order's ``updated_at`` stays.

        What was not even authorized is marked as paid.
        """
        open_payments = [
            (collection, payment)
            for collection in order["payment_collections"]
            for payment in collection["payments"]
            if not payment["captured_at"] and not payment["canceled_at"]
        ]
        for collection, payment in open_payments or [self._mark_as_paid(order)]:
            self._capture(collection, payment, amount)

    def _mark_as_paid(self, order):
        asking = (row for row in order["payment_collections"] if row["status"] == "not_paid")
        collection = next(asking, None) or self.ask_for(order, pending(order))
        payment = build_payment(next(self._serial), collection["amount"])
        collection["payments"].append(payment)
        return collection, payment

    def _capture(self, collection, payment, amount):
        at = iso(self.clock())
        part = float(payment["amount"] if amount is None else amount)
        payment["captures"].append({"id": f"capt_{next(self._serial)}", "amount": part, "created_at": at})
        if exact(payment["captures"]) >= exact([payment]):
            payment["captured_at"] = at
        captured = sum(self.captured(collection, row) for row in collection["payments"])
        collection.update(captured_amount=float(captured), status="completed")

    def ask_for(self, order, amount):
        """:return: a new payment collection of the order"""
        collection = build_collection(next(self._serial), float(amount), "not_paid")
        order["payment_collections"].append(collection)
        return collection

    @staticmethod
    def captured(collection, payment):
        """What was taken of a payment."""
        if payment["captures"] or not payment["captured_at"]:
            return exact(payment["captures"])
        return exact([payment])

    def refund(self, order, amount, note=None, payment_id=None):
        """As in the real shop, a credit line lowers the total by what the customer was not owed anyway.

        :param payment_id: of which payment; the first if not given
        :return: the refund
        """
        self.touch(order)
        owed = max(Decimal(0), -pending(order))
        collection, payment = next(
            (collection, payment)
            for collection in order["payment_collections"]
            for payment in collection["payments"]
            if payment["id"] == payment_id or not (payment_id or payment["canceled_at"])
        )
        refund = {
            "id": f"ref_{next(self._serial)}",
            "amount": float(amount),
            "note": note,
            "refund_reason": None,
            "created_at": iso(self.clock()),
        }
        payment["refunds"].append(refund)
        collection["refunded_amount"] = float(sum(exact(row["refunds"]) for row in collection["payments"]))
        more = Decimal(str(amount)) - owed
        if more > 0:
            line = {"id": f"ordcl_{next(self._serial)}", "reference": "payment_collection"}
            order["credit_lines"].append({**line, "amount": float(more)})
        refresh_totals(order)
        return refund

    def pay_by_gift_card(self, order, amount):
        """A part is paid by gift card: a credit line, by which the total falls."""
        line = {"id": f"ordcl_{next(self._serial)}", "reference": "gift-card", "amount": float(amount)}
        order["credit_lines"].append(line)
        refresh_totals(order)
        self.touch(order)

    def request_return(self, order, lines, reason=None):
        """A customer wants to send goods back; ``lines`` are (index of the item, quantity).

        :return: the return
        """
        row = {
            "id": f"return_{next(self._serial)}",
            "display_id": len(self.returns) + 1,
            "order_id": order["id"],
            "status": "requested",
            "requested_at": iso(self.clock()),
            "receiving": None,
            "items": [
                {
                    "id": f"retitem_{next(self._serial)}",
                    "item_id": order["items"][index]["id"],
                    "quantity": quantity,
                    "received_quantity": 0,
                    "damaged_quantity": 0,
                    "reason": reason and {"value": reason, "label": reason.capitalize()},
                }
                for index, quantity in lines
            ],
        }
        self.returns[row["id"]] = row
        self.touch(order)
        return row

    def exchange(self, order, lines, others, reason=None):
        """A customer gets ``others`` (SKU and quantity) for ``lines``: they stand on the order at once."""
        row = self.request_return(order, lines, reason)
        row["exchange_id"] = f"oexc_{next(self._serial)}"
        for sku, quantity in others:
            self.add_line(order, sku, quantity)
        # what comes back is set against what goes out
        for index, quantity in lines:
            item = order["items"][index]
            self._ask_for_less(order, Decimal(repr(item["total"])) * quantity / item["quantity"])
        return row

    def claim(self, order, lines, others=(), reason="production_failure", comes_back=True):
        """A complaint about ``lines``, as Medusa 2.21 answered live; with ``others`` it is a replacement.

        :return: the return, or None where nothing comes back
        """
        claim = {
            "id": f"claim_{next(self._serial)}",
            "type": "replace" if others else "refund",
            "order_id": order["id"],
            "refund_amount": None,
            "canceled_at": None,
            "claim_items": [
                {"item_id": order["items"][index]["id"], "quantity": quantity, "reason": reason}
                for index, quantity in lines
            ],
        }
        for index, quantity in lines:
            detail = order["items"][index]["detail"]
            detail["written_off_quantity"] = detail.get("written_off_quantity", 0) + quantity
        row = None
        if comes_back and others:
            row = self.exchange(order, lines, others)
        elif comes_back:
            row = self.request_return(order, lines)
        else:
            for sku, quantity in others:
                self.add_line(order, sku, quantity)
        if row:
            row.update(exchange_id=None, claim_id=claim["id"])
            claim["return_id"] = row["id"]
        claim["additional_items"] = [
            {"item_id": item["id"], "quantity": item["quantity"], "reason": None}
            for item in order["items"][len(order["items"]) - len(others) :]
            if others
        ]
        self.claims.append(claim)
        self.touch(order)
        return row

    @staticmethod
    def _ask_for_less(order, amount):
        for collection in order["payment_collections"]:
            if collection["status"] == "not_paid":
                collection["amount"] = float(Decimal(repr(collection["amount"])) - amount)
                if collection["amount"] <= 0:
                    order["payment_collections"].remove(collection)
                return

    # --- what the channel calls ---

    def post_refund(self, request, payment_id):
        order, collection, payment = next(
            (order, collection, payment)
            for order in self.orders.values()
            for collection in order["payment_collections"]
            for payment in collection["payments"]
            if payment["id"] == payment_id
        )
        if set(request.json) - {"amount", "note", "refund_reason_id"}:
            raise Refusal(400, {"type": "invalid_data", "message": "Unrecognized fields"})
        left = self.captured(collection, payment) - exact(payment["refunds"])
        if Decimal(str(request.json["amount"])) > left + Decimal("0.001"):
            message = "You are not allowed to refund more than the captured amount"
            raise Refusal(400, {"type": "invalid_data", "message": message})
        self.refund(order, request.json["amount"], request.json.get("note"), payment_id)
        return Reply({"payment": payment})

    def get_returns(self, request):
        wanted = request.args("order_id")
        return self._page(
            request, "returns", [row for row in self.returns.values() if row["order_id"] in wanted]
        )

    def get_claims(self, request):
        wanted = request.args("order_id")
        return self._page(request, "claims", [row for row in self.claims if row["order_id"] in wanted])

    def get_return(self, _request, return_id):
        return Reply({"return": self._return(return_id)})

    def post_return_cancel(self, _request, return_id):
        row = self._return(return_id)
        if row["status"] == "canceled":
            message = f"Return with id {return_id} has been canceled."
            raise Refusal(400, {"type": "invalid_data", "message": message})
        row["status"] = "canceled"
        self.touch(self.orders[row["order_id"]])
        return Reply({"return": row})

    def post_receive(self, _request, return_id):
        row = self._return(return_id)
        if row["receiving"] is not None:
            message = "Order already has an existing active order change"
            raise Refusal(400, {"type": "invalid_data", "message": message})
        row["receiving"] = []
        return Reply({"return": row})

    def delete_receive(self, _request, return_id):
        self._return(return_id)["receiving"] = None
        return Reply({"id": return_id, "deleted": True})

    def post_dismiss(self, request, return_id):
        row = self._return(return_id)
        if row["receiving"] is None:
            message = "An active Order Change is required to proceed"
            raise Refusal(400, {"type": "invalid_data", "message": message})
        row["receiving"] += request.json["items"]
        return Reply({"return": row})

    def post_receive_confirm(self, _request, return_id):
        row = self._return(return_id)
        order = self.orders[row["order_id"]]
        for got in row["receiving"] or []:
            item = next(one for one in row["items"] if one["item_id"] == got["id"])
            # what is damaged was received all the same
            item["received_quantity"] += got["quantity"]
            item["damaged_quantity"] += got["quantity"]
            self._item(order, got["id"])["detail"]["return_dismissed_quantity"] += got["quantity"]
        complete = all(one["received_quantity"] >= one["quantity"] for one in row["items"])
        refresh_totals(order)
        row.update(receiving=None, status="received" if complete else "partially_received")
        self.touch(order)
        return Reply({"return": row})

    def _return(self, return_id):
        if return_id not in self.returns:
            raise Refusal(404, {"type": "not_found", "message": f"Return id not found: {return_id}"})
        return self.returns[return_id]
