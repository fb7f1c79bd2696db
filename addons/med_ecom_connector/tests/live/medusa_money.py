"""Payments, refunds and returns in a live Medusa shop."""

from decimal import Decimal


class MedusaMoney:
    """Part of ``LiveMedusa``."""

    def capture(self, order, amount=None):
        """Take the money, all or a part; what was not even authorized is marked as paid.

        An edit that raises the total opens another collection for the difference, and gives up what was
        only authorized.
        """
        payments = [row for row in self._payments(order) if not row["captured_at"]]
        for payment in payments:
            part = {} if amount is None else {"amount": float(amount)}
            self.admin.post(f"/payments/{payment['id']}/capture", part)
        if not payments:
            path = f"/payment-collections/{self._open_collection(order)}/mark-as-paid"
            self.admin.post(path, {"order_id": order["id"]})
        self._refresh(order)

    def _open_collection(self, order):
        """Id of what still asks for money; made when there is none."""
        for row in order["payment_collections"]:
            if row["status"] in ("not_paid", "awaiting"):
                return row["id"]
        body = {"order_id": order["id"], "amount": order["total"]}
        return self.admin.post("/payment-collections", body)["payment_collection"]["id"]

    def _payments(self, order):
        """Those that hold money, or may."""
        return [
            payment
            for collection in order["payment_collections"]
            for payment in collection["payments"]
            if not payment["canceled_at"]
        ]

    def refund(self, order, amount, note=None):
        (payment,) = self._payments(order)
        body = {"amount": float(Decimal(amount)), **({"note": note} if note else {})}
        self.admin.post(f"/payments/{payment['id']}/refund", body)

    def request_return(self, order, lines, reason=None):
        """A customer wants to send goods back; ``lines`` are (index of the item, quantity).

        :return: the return
        """
        body = {"order_id": order["id"], "location_id": self.place.location}
        one = self.admin.post("/returns", body)["return"]
        why = {"reason_id": self.place.return_reasons[reason]} if reason else {}
        items = [{"id": order["items"][index]["id"], "quantity": count, **why} for index, count in lines]
        self.admin.post(f"/returns/{one['id']}/request-items", {"items": items})
        self.admin.post(f"/returns/{one['id']}/request", {})
        return one

    def exchange(self, order, lines, others, reason=None):
        """A customer gets ``others`` (SKU and quantity) for ``lines``: they stand on the order at once."""
        one = self.admin.post("/exchanges", {"order_id": order["id"]})["exchange"]
        path = f"/exchanges/{one['id']}"
        why = {"reason_id": self.place.return_reasons[reason]} if reason else {}
        items = [{"id": order["items"][index]["id"], "quantity": count, **why} for index, count in lines]
        self.admin.post(f"{path}/inbound/items", {"items": items})
        items = [{"variant_id": self.place.variants[sku], "quantity": count} for sku, count in others]
        self.admin.post(f"{path}/outbound/items", {"items": items})
        # the shop keeps goods for what goes out only when it knows how it is sent
        sent = {"shipping_option_id": self.place.shipping["Free"], "custom_amount": 0}
        self.admin.post(f"{path}/outbound/shipping-method", sent)
        self.admin.post(f"{path}/request", {})
        self._refresh(order)
