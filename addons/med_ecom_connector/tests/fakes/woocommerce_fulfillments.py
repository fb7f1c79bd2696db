"""Fulfilments of the fake WooCommerce."""

from .server import Refusal, Reply

API = "/wp-json/wc/v3"


class WooCommerceFulfillments:
    """Part of ``FakeWooCommerce``; ``fulfillments_on`` is the switch of the feature."""

    FULFILLMENT_ROUTES = (
        ("GET", f"{API}/orders/([^/]+)/fulfillments", "get_fulfillments"),
        ("POST", f"{API}/orders/([^/]+)/fulfillments", "post_fulfillment"),
    )
    fulfillments_on = True

    def get_fulfillments(self, request, order_id):
        if not self.fulfillments_on:
            self.not_found(request)
        return Reply(self._known(order_id).get("_fulfillments", []))

    def post_fulfillment(self, request, order_id):
        if not self.fulfillments_on:
            self.not_found(request)
        order = self._known(order_id)
        self._check_items(request.json)
        rows = order.setdefault("_fulfillments", [])
        rows.append({"id": next(self._serial), "date_deleted": None, **request.json})
        self.touch(order)
        return Reply(rows[-1], 201)

    def _check_items(self, body):
        """Each needs the number of a line, of whatever order, and a quantity, however large."""
        meta = {row["key"]: row["value"] for row in body["meta_data"]}
        if not meta.get("_items"):
            self._refuse_fulfillment("The fulfillment should contain at least one item.")
        for item in meta["_items"]:
            if type(item.get("item_id")) is not int or type(item.get("qty")) not in (int, float):
                self._refuse_fulfillment("Invalid item.")
            if item["item_id"] <= 0 or item["qty"] <= 0:
                self._refuse_fulfillment("Invalid item.")

    def _refuse_fulfillment(self, message):
        raise Refusal(400, {"code": 0, "message": message, "data": {"status": 400}})
