"""Transport to WooCommerce's REST API v3."""

from datetime import timedelta

from requests.auth import HTTPBasicAuth

from ..errors import NotFoundError, ProtocolError
from ..http import HttpClient, segment
from ..paging import whole_page
from ..sentences import _lt
from .auth import OAuth1
from .const import NO_ROUTE, REFUND_DETAILS

#: what the shop accepts as ``per_page``
MAX_PAGE = 100

#: Decimals of amounts. With prices typed in with tax the shop keeps net amounts of lines
#: unrounded, and answers them rounded unless asked: their sum would be off by a cent.
DECIMALS = {"dp": 6}


class NoRouteError(ProtocolError):
    """The shop has no such part of its interface."""


class WooCommerceClient(HttpClient):
    """The part of ``/wp-json/wc/v3`` that we use.

    Lists are never sent as ``key[]=``, since WooCommerce signs such keys in its own way.
    """

    def __init__(self, settings, session=None):
        basic = settings.base_url.lower().startswith("https:")
        auth = (HTTPBasicAuth if basic else OAuth1)(settings.api_key, settings.api_secret)
        super().__init__(settings, session, auth, root="/wp-json")

    def request(self, method, path, params=None, body=None):
        """As for every shop, but that no record is missing where WooCommerce itself is.

        All its routes are gone while it is switched off, for example for the seconds of its update.
        """
        try:
            return super().request(method, path, params, body)
        except NotFoundError as error:
            if NO_ROUTE not in error.detail:
                raise
            said = {"status": error.status, "detail": error.detail}
            raise NoRouteError(
                _lt("WooCommerce is not active in the shop, or older than we need."), **said
            ) from None

    def rows(self, path, params):
        """One page of a list, and how many rows there are in all."""
        answer = self.get(f"/wc/v3{path}", params)
        total = answer.headers.get("X-WP-Total", "")
        if not isinstance(answer.data, list) or not total.isdigit():
            raise ProtocolError(_lt("The answer to %(path)s is not a list with a total.", path=path))
        if not all(isinstance(row, dict) for row in answer.data):
            raise ProtocolError(_lt("The list of %(path)s has something else than records.", path=path))
        rows = whole_page(answer.data, int(total), params.get("offset", 0), params["per_page"])
        return rows, int(total)

    def one(self, path):
        return self._object(path, self.get(f"/wc/v3{path}"))

    def _object(self, path, answer):
        if not isinstance(answer.data, dict):
            raise ProtocolError(_lt("The answer to %(path)s is not an object.", path=path))
        return answer.data

    def orders_since(self, since, offset, limit, status="any"):
        params = {
            "orderby": "modified",
            "order": "asc",
            "per_page": min(limit, MAX_PAGE),
            "offset": offset,
            "status": status,
            **DECIMALS,
        }
        if since is not None:
            # "after" means strictly after, and the shop keeps whole seconds
            params["modified_after"] = f"{since - timedelta(seconds=1):%Y-%m-%dT%H:%M:%S}"
            params["dates_are_gmt"] = "true"
        rows, total = self.rows("/orders", params)
        return [self._with_refunds(row) for row in rows], total

    def orders_by_id(self, external_ids, status="any"):
        params = {"include": ",".join(external_ids), "per_page": MAX_PAGE, "status": status, **DECIMALS}
        return [self._with_refunds(row) for row in self.rows("/orders", params)[0]]

    def _with_refunds(self, order):
        """The order with its refunds in full; its own list has only their sums."""
        if not order.get("refunds"):
            return order
        return {**order, REFUND_DETAILS: self.refunds(order.get("id"))}

    def refunds(self, order_id):
        params = {"per_page": MAX_PAGE, **DECIMALS}
        return self.rows(f"/orders/{segment(order_id)}/refunds", params)[0]

    def create_refund(self, order_id, body):
        path = f"/orders/{segment(order_id)}/refunds"
        return self._object(path, self.post(f"/wc/v3{path}", body))

    def order_notes(self, order_id):
        path = f"/orders/{segment(order_id)}/notes"
        answer = self.get(f"/wc/v3{path}")
        if not isinstance(answer.data, list):
            raise ProtocolError(_lt("The answer to %(path)s is not a list.", path=path))
        return answer.data

    def create_order_note(self, order_id, body):
        self.post(f"/wc/v3/orders/{segment(order_id)}/notes", body)

    def order(self, external_id):
        return self.one(f"/orders/{segment(external_id)}")

    def order_with_refunds(self, external_id):
        return self._with_refunds(self.order(external_id))

    def update_order(self, external_id, values):
        path = f"/orders/{segment(external_id)}"
        return self._object(path, self.put(f"/wc/v3{path}", values))

    def products(self, offset, limit):
        return self.rows("/products", self._by_id(offset, limit))

    def products_by_id(self, external_ids):
        params = {"include": ",".join(external_ids), "per_page": MAX_PAGE}
        return self.rows("/products", params)[0]

    def articles_by_id(self, product_id, external_ids):
        """Products, or variations of a product, at most ``MAX_PAGE``."""
        path = f"/products/{segment(product_id)}/variations" if product_id else "/products"
        return self.rows(path, {"include": ",".join(external_ids), "per_page": MAX_PAGE})[0]

    def find_products(self, **filters):
        return self.rows("/products", {"per_page": 10, "status": "any", **filters})[0]

    def product(self, external_id):
        return self.one(f"/products/{segment(external_id)}")

    def save_product(self, external_id, body):
        if external_id:
            path = f"/products/{segment(external_id)}"
            return self._object(path, self.put(f"/wc/v3{path}", body))
        return self._object("/products", self.post("/wc/v3/products", body))

    def save_variations(self, product_id, create, update):
        """:return: (rows created, rows updated), each good or with an error"""
        path = f"/products/{segment(product_id)}/variations/batch"
        answer = self._object(path, self.post(f"/wc/v3{path}", {"create": create, "update": update}))
        return answer.get("create") or [], answer.get("update") or []

    def categories(self, name):
        return self.rows("/products/categories", {"search": name, "per_page": MAX_PAGE})[0]

    def create_category(self, name):
        return self._object("/products/categories", self.post("/wc/v3/products/categories", {"name": name}))

    def variations(self, product_id, offset, limit):
        return self.rows(f"/products/{segment(product_id)}/variations", self._by_id(offset, limit))

    def _by_id(self, offset, limit):
        return {"orderby": "id", "order": "asc", "per_page": min(limit, MAX_PAGE), "offset": offset}

    def write_batch(self, product_id, rows):
        """Update products, or variations of a product; answers one row per row, good or bad."""
        path = f"/products/{segment(product_id)}/variations/batch" if product_id else "/products/batch"
        answered = self._object(path, self.post(f"/wc/v3{path}", {"update": rows})).get("update")
        if not isinstance(answered, list):
            raise ProtocolError(_lt("The answer to %(path)s has no list of results.", path=path))
        return answered

    def fulfillments(self, order_id):
        """Fulfilments of an order, or None when the shop has this feature switched off."""
        path = f"/orders/{segment(order_id)}/fulfillments"
        try:
            answer = self.get(f"/wc/v3{path}")
        except NoRouteError:
            return None
        if not isinstance(answer.data, list):
            raise ProtocolError(_lt("The answer to %(path)s is not a list.", path=path))
        return answer.data

    def create_fulfillment(self, order_id, body):
        path = f"/orders/{segment(order_id)}/fulfillments"
        return self._object(path, self.post(f"/wc/v3{path}", body))

    def site_name(self):
        answer = self.get("/", {"_fields": "name"})
        return self._object("/", answer).get("name")

    def currency(self):
        return self.one("/data/currencies/current").get("code")

    def manages_stock(self):
        return self.one("/settings/products/woocommerce_manage_stock").get("value") == "yes"
