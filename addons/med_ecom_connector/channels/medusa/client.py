"""Transport to Medusa 2's admin API."""

from requests.auth import HTTPBasicAuth

from ..errors import ProtocolError
from ..http import HttpClient, segment
from ..paging import whole_page
from ..sentences import _lt
from .const import CLAIM_FIELDS, ORDER_FIELDS, PRICE_FIELDS, PRODUCT_FIELDS, RETURN_FIELDS, VARIANT_FIELDS


class MedusaClient(HttpClient):
    """The part of ``/admin`` that we use. A secret API key is the user name of Basic."""

    def __init__(self, settings, session=None):
        super().__init__(settings, session, HTTPBasicAuth(settings.api_key, ""), root="/admin")

    def rows(self, path, key, params):
        """One page of a list: its rows and how many there are in all."""
        answer = self.get(path, params)
        data = answer.data if isinstance(answer.data, dict) else {}
        rows, count = data.get(key), data.get("count")
        if not isinstance(rows, list) or not isinstance(count, int) or isinstance(count, bool):
            raise ProtocolError(
                _lt("The answer to %(path)s has no list '%(key)s' with a count.", path=path, key=key)
            )
        if not all(isinstance(row, dict) for row in rows):
            raise ProtocolError(
                _lt("The list '%(key)s' of %(path)s has something else than records.", key=key, path=path)
            )
        return whole_page(rows, count, params.get("offset", 0), params["limit"]), count

    def one(self, path, key, params=None, body=None):
        """One record; posted when there is a body."""
        answer = self.get(path, params) if body is None else self.post(path, body, params)
        record = answer.data.get(key) if isinstance(answer.data, dict) else None
        if not isinstance(record, dict):
            raise ProtocolError(_lt("The answer to %(path)s has no '%(key)s'.", path=path, key=key))
        return record

    def orders_since(self, since, offset, limit):
        params = {"order": "updated_at", "limit": limit, "offset": offset, "fields": ORDER_FIELDS}
        if since is not None:
            # milliseconds, rounded down: Medusa keeps no more
            params["updated_at[$gte]"] = since.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        rows, count = self.rows("/orders", "orders", params)
        return self._with_returns(rows), count

    def orders_by_id(self, external_ids):
        params = {"id[]": list(external_ids), "limit": len(external_ids), "fields": ORDER_FIELDS}
        return self._with_returns(self.rows("/orders", "orders", params)[0])

    def _with_returns(self, orders):
        """The orders with their returns, which Medusa lists apart."""
        found = self._of_orders("returns", [order.get("id") for order in orders], RETURN_FIELDS)
        return self._with_claims([{**order, "returns": found[order.get("id")]} for order in orders])

    def _with_claims(self, orders):
        """The orders with their claims; asked for only where goods were written off, as each claim does."""
        claimed = [order["id"] for order in orders if _has_claims(order)]
        found = self._of_orders("claims", claimed, CLAIM_FIELDS)
        return [
            {**order, "claims": found[order["id"]]} if order.get("id") in found else order for order in orders
        ]

    def _of_orders(self, name, order_ids, fields):
        """:return: dict of order id to all its rows of the list ``name``"""
        by_order = {order_id: [] for order_id in order_ids}
        offset, count = 0, 1 if by_order else 0
        while offset < count:
            params = {"order_id[]": list(by_order), "limit": 200, "offset": offset, "fields": fields}
            rows, count = self.rows(f"/{name}", name, params)
            for row in rows:
                by_order.get(row.get("order_id"), []).append(row)
            if not rows and offset < count:
                raise ProtocolError(_lt("The list of %(name)s is shorter than the shop promised.", name=name))
            offset += len(rows)
        return by_order

    def order(self, external_id):
        return self.one(f"/orders/{segment(external_id)}", "order", {"fields": ORDER_FIELDS})

    def variants(self, offset, limit):
        params = {"order": "id", "limit": limit, "offset": offset, "fields": VARIANT_FIELDS}
        return self.rows("/product-variants", "variants", params)

    def products(self, offset, limit, **filters):
        params = {"order": "id", "limit": limit, "offset": offset, "fields": PRODUCT_FIELDS, **filters}
        return self.rows("/products", "products", params)

    def product_of_sku(self, sku):
        """Id of the product that has a variant with this SKU, or an empty string."""
        params = {"sku": sku, "limit": 1, "fields": "id,product_id"}
        rows = self.rows("/product-variants", "variants", params)[0]
        return str(rows[0].get("product_id") or "") if rows else ""

    def save_product(self, external_id, body):
        path = f"/products/{segment(external_id)}" if external_id else "/products"
        return self.one(path, "product", {"fields": PRODUCT_FIELDS}, body)

    def add_option_values(self, product_id, updates):
        self.post(f"/products/{segment(product_id)}/options/batch", {"update": updates})

    def rank_values(self, option_id, ranks):
        """Set the places of an option's values, the smallest first."""
        self.post(f"/product-options/{segment(option_id)}", {"ranks": ranks})

    def save_variants(self, product_id, create, update):
        self.post(f"/products/{segment(product_id)}/variants/batch", {"create": create, "update": update})

    def categories(self, name):
        return self.rows("/product-categories", "product_categories", {"q": name, "limit": 100})[0]

    def create_category(self, name):
        return self.one("/product-categories", "product_category", body={"name": name, "is_active": True})

    def shipping_profiles(self):
        return self.rows("/shipping-profiles", "shipping_profiles", {"limit": 1})[0]

    def stock_locations(self):
        return self.rows("/stock-locations", "stock_locations", {"limit": 200})[0]

    def store(self):
        rows = self.rows("/stores", "stores", {"limit": 1})[0]
        return rows[0] if rows else {}

    def levels(self, inventory_ids, location_id):
        """Of these inventory items, those the shop knows, each with its level there or None."""
        params = {"id[]": list(inventory_ids), "limit": len(inventory_ids), "fields": "id,*location_levels"}
        found = {}
        for row in self.rows("/inventory-items", "inventory_items", params)[0]:
            levels = row.get("location_levels") or []
            found[row["id"]] = next((lv for lv in levels if lv.get("location_id") == location_id), None)
        return found

    def reservations(self, line_ids):
        """What the shop keeps back for these order lines."""
        params = {"line_item_id[]": list(line_ids), "limit": 1000}
        return self.rows("/reservations", "reservations", params)[0]

    def write_levels(self, create, update):
        """Create and update stock levels; the shop takes all of them or none."""
        self.post("/inventory-items/location-levels/batch", {"create": create, "update": update})

    def prices_of(self, variant_ids):
        params = {"id[]": list(variant_ids), "limit": len(variant_ids), "fields": PRICE_FIELDS}
        return self.rows("/product-variants", "variants", params)[0]

    def write_prices(self, product_id, rows):
        self.post(f"/products/{segment(product_id)}/variants/batch", {"update": rows})

    def refund_payment(self, payment_id, body):
        params = {"fields": "*refunds"}
        return self.one(f"/payments/{segment(payment_id)}/refund", "payment", params, body)

    def return_request(self, return_id):
        return self.one(f"/returns/{segment(return_id)}", "return")

    def cancel_return(self, return_id):
        self.post(f"/returns/{segment(return_id)}/cancel", {})

    def begin_receive(self, return_id):
        self.post(f"/returns/{segment(return_id)}/receive", {})

    def abandon_receive(self, return_id):
        self.request("DELETE", f"/returns/{segment(return_id)}/receive")

    def dismiss_items(self, return_id, body):
        self.post(f"/returns/{segment(return_id)}/dismiss-items", body)

    def confirm_receive(self, return_id):
        self.post(f"/returns/{segment(return_id)}/receive/confirm", {})

    def update_order(self, external_id, values):
        self.post(f"/orders/{segment(external_id)}", values)

    def cancel_order(self, external_id):
        self.post(f"/orders/{segment(external_id)}/cancel", {})

    def create_fulfillment(self, order_id, body):
        """Make a fulfilment; the answer is the order."""
        path = f"/orders/{segment(order_id)}/fulfillments"
        return self.one(path, "order", {"fields": ORDER_FIELDS}, body)

    def create_shipment(self, order_id, fulfillment_id, body):
        path = f"/orders/{segment(order_id)}/fulfillments/{segment(fulfillment_id)}/shipments"
        self.post(path, body)

    def mark_delivered(self, order_id, fulfillment_id):
        self.post(f"/orders/{segment(order_id)}/fulfillments/{segment(fulfillment_id)}/mark-as-delivered", {})


def _has_claims(order):
    details = [(item or {}).get("detail") or {} for item in order.get("items") or ()]
    return bool(order.get("id")) and any(detail.get("written_off_quantity") for detail in details)
