"""Payments, refunds and returns of the fake Medusa."""

from decimal import Decimal

from .medusa_order import build_payment, iso, refresh_totals
from .server import Refusal, Reply

ROUTES = (
    ("POST", "/admin/payments/([^/]+)/refund", "post_refund"),
    ("GET", "/admin/returns", "get_returns"),
    ("GET", "/admin/returns/([^/]+)", "get_return"),
    ("POST", "/admin/returns/([^/]+)/cancel", "post_return_cancel"),
    ("POST", "/admin/returns/([^/]+)/receive", "post_receive"),
    ("DELETE", "/admin/returns/([^/]+)/receive", "delete_receive"),
    ("POST", "/admin/returns/([^/]+)/dismiss-items", "post_dismiss"),
    ("POST", "/admin/returns/([^/]+)/receive/confirm", "post_receive_confirm"),
)


class MedusaMoney:
    """Part of ``FakeMedusa``; returns live in ``self.returns``."""

    # --- what tests call ---

    def capture(self, order, amount=None):
        """Take the money, all or a part; as in the real shop the order's ``updated_at`` stays."""
        for collection in order["payment_collections"]:
            part = float(collection["amount"] if amount is None else amount)
            if not collection["payments"]:
                # nothing was authorized before
                collection["payments"].append(build_payment(order["display_id"], collection["amount"]))
            payment = collection["payments"][0]
            at = iso(self.clock())
            capture = {"id": f"capt_{next(self._serial)}", "amount": part, "created_at": at}
            payment.setdefault("captures", []).append(capture)
            taken = sum(Decimal(repr(row["amount"])) for row in payment["captures"])
            if taken >= Decimal(repr(collection["amount"])):
                payment["captured_at"] = at
            collection.update(captured_amount=float(taken), status="completed")

    def refund(self, order, amount, note=None):
        """:return: the refund"""
        self.touch(order)
        collection = order["payment_collections"][0]
        collection["refunded_amount"] = float(
            Decimal(repr(collection["refunded_amount"])) + Decimal(str(amount))
        )
        refund = {
            "id": f"ref_{next(self._serial)}",
            "amount": float(amount),
            "note": note,
            "refund_reason": None,
            "created_at": iso(self.clock()),
        }
        collection["payments"][0]["refunds"].append(refund)
        order["credit_lines"].append({"id": f"ordcl_{next(self._serial)}", "amount": float(amount)})
        refresh_totals(order)
        return refund

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

    # --- what the channel calls ---

    def post_refund(self, request, payment_id):
        order, collection = next(
            (order, collection)
            for order in self.orders.values()
            for collection in order["payment_collections"]
            if collection["payments"][0]["id"] == payment_id
        )
        left = collection["captured_amount"] - collection["refunded_amount"]
        if set(request.json) - {"amount", "note", "refund_reason_id"}:
            raise Refusal(400, {"type": "invalid_data", "message": "Unrecognized fields"})
        if request.json["amount"] > left + 0.001:
            message = "You are not allowed to refund more than the captured amount"
            raise Refusal(400, {"type": "invalid_data", "message": message})
        self.refund(order, request.json["amount"], request.json.get("note"))
        return Reply({"payment": collection["payments"][0]})

    def get_returns(self, request):
        wanted = request.args("order_id")
        return self._page(
            request, "returns", [row for row in self.returns.values() if row["order_id"] in wanted]
        )

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
            item["damaged_quantity"] += got["quantity"]
            self._item(order, got["id"])["detail"]["return_dismissed_quantity"] += got["quantity"]
        complete = all(one["damaged_quantity"] >= one["quantity"] for one in row["items"])
        refresh_totals(order)
        row.update(receiving=None, status="received" if complete else "partially_received")
        self.touch(order)
        return Reply({"return": row})

    def _return(self, return_id):
        if return_id not in self.returns:
            raise Refusal(404, {"type": "not_found", "message": f"Return id not found: {return_id}"})
        return self.returns[return_id]
