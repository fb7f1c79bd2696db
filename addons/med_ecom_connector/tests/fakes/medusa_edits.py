"""What a merchant does to an order of the fake Medusa, and what becomes of its payments then."""

from .medusa_money import exact, pending
from .medusa_order import iso, refresh_totals
from .server import Refusal


class MedusaEdits:
    """Part of ``FakeMedusa``."""

    def cancel(self, order):
        """Captured money goes back, what was only authorized is given up.

        :raises Refusal: when something was fulfilled
        """
        if any(not row["canceled_at"] for row in order["fulfillments"]):
            message = "All fulfillments must be canceled before canceling an order"
            raise Refusal(400, {"type": "not_allowed", "message": message})
        at = iso(self.clock())
        for collection in order["payment_collections"]:
            for payment in collection["payments"]:
                left = self.captured(collection, payment) - exact(payment["refunds"])
                if left:
                    self.refund(order, left, payment_id=payment["id"])
                elif not payment["captured_at"]:
                    payment["canceled_at"] = at
            collection["status"] = "canceled"
        return self.touch(order, status="canceled", canceled_at=at)

    def edit_line(self, order, index, quantity, price=None):
        """A confirmed order edit: another quantity, or another unit price."""
        item = order["items"][index]
        item.update(quantity=quantity, unit_price=item["unit_price"] if price is None else float(price))
        self._edited(order)

    def add_line(self, order, sku, quantity):
        """A confirmed order edit that adds a line."""
        (row,) = self._line_rows([(sku, quantity)])
        number = next(self._serial)
        item = {**order["items"][0], "id": f"ordli_{number:04d}", "adjustments": []}
        item.update(title=row["title"], variant_id=row["variant_id"], variant_sku=sku, quantity=quantity)
        item.update(unit_price=row["unit_price"], detail=dict.fromkeys(item["detail"], 0))
        order["items"].append(item)
        self._edited(order)

    def remove_line(self, order, index):
        del order["items"][index]
        self._edited(order)

    def _edited(self, order):
        """As in the real shop: another collection asks for what is missing.

        It takes the place of money that was authorized only. What was paid too much, nobody pays back.
        """
        refresh_totals(order)
        self.touch(order)
        due = pending(order)
        asking = [row for row in order["payment_collections"] if row["status"] == "not_paid"]
        if asking and due >= 0:
            asking[0]["amount"] = float(due)
        if asking or due <= 0:
            return
        for row in order["payment_collections"]:
            if row["status"] == "authorized":
                row["status"] = "canceled"
                for payment in row["payments"]:
                    payment["canceled_at"] = iso(self.clock())
        self.ask_for(order, due)

    def move(self, order, city, postcode):
        """The goods are to go to another town."""
        address = {**order["shipping_address"], "city": city, "postal_code": postcode}
        self.touch(order, shipping_address=address)
