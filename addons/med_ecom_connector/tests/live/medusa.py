"""A live Medusa shop, driven by its admin and store APIs with the words of ``fakes.medusa``.

``bin/test stories`` starts the shop and says by the environment where it is.
"""

import os

from .medusa_api import Admin, Storefront
from .medusa_checkout import MedusaCheckout
from .medusa_money import MedusaMoney
from .medusa_seed import furnish

ENVIRONMENT = ("MEDUSA_URL", "MEDUSA_SECRET_KEY", "MEDUSA_PUBLISHABLE_KEY")
#: more than all stories buy
PLENTY = 100_000


def is_running():
    """Whether there is a shop to talk to."""
    return all(os.environ.get(name) for name in ENVIRONMENT)


class LiveMedusa(MedusaCheckout, MedusaMoney):
    """One shop for all tests of a process; each places orders of its own."""

    WEBHOOK_SECRET = "no webhooks here"
    #: what was furnished once, for all tests
    place = None

    def start(self):
        url, secret, public = (os.environ[name] for name in ENVIRONMENT)
        self.admin, self.store = Admin(url, secret), Storefront(url, public)
        self.secret = secret
        if LiveMedusa.place is None:
            LiveMedusa.place = furnish(self.admin)
        return self

    def stop(self):
        self.admin.close()
        self.store.close()

    def settings(self, **options):
        """Keyword arguments for ``ChannelSettings``."""
        return {
            "base_url": self.admin.url,
            "api_key": self.secret,
            "webhook_secret": self.WEBHOOK_SECRET,
            "timeout": 30.0,
            "options": {"stock_location": self.place.location, **options},
        }

    def add_product(self, sku, name, price, stock=0):
        """All stories share the shop, so the article has plenty of stock, whatever is asked for."""
        if sku not in self.place.variants:
            self.place.add_product(self.admin, sku, name, price, PLENTY)

    # --- what happens to an order ---

    def edit_line(self, order, index, quantity, price=None):
        """Another quantity, or another unit price, proposed and confirmed at once."""
        body = {"quantity": quantity, **({} if price is None else {"unit_price": float(price)})}
        self._edit(order, f"items/item/{order['items'][index]['id']}", body)

    def add_line(self, order, sku, quantity):
        item = {"variant_id": self.place.variants[sku], "quantity": quantity}
        self._edit(order, "items", {"items": [item]})

    def remove_line(self, order, index):
        self.edit_line(order, index, 0)
        del order["items"][index]

    def _edit(self, order, path, body):
        self.admin.post("/order-edits", {"order_id": order["id"]})
        for step, values in ((path, body), ("request", {}), ("confirm", {})):
            self.admin.post(f"/order-edits/{order['id']}/{step}", values)
        self._refresh(order)

    def move(self, order, city, postcode):
        """The goods are to go to another town."""
        address = {**self._address(order), "city": city, "postal_code": postcode}
        self.admin.post(f"/orders/{order['id']}", {"shipping_address": address})

    def cancel(self, order):
        self.admin.post(f"/orders/{order['id']}/cancel", {})
