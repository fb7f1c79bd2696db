"""The whole chain, running: Odoo with the demo company, the web shop, and the connection between them."""

from __future__ import annotations

import secrets
import signal
from contextlib import ExitStack, contextmanager

import demo_company
import demo_database
import paths
import ports
import shop_seed
from demo_door import Door
from odoo_session import OdooSession
from server import OdooServer
from shop_api import Admin
from shop_customer import Customer
from shop_server import MedusaShop

STORE_NAME = "MediDirect web shop"


class DemoSystem:
    """Odoo and the shop, connected; use it as a context manager.

    :param database: name of Odoo's database; the shop's is called the same with ``_shop`` at its end
    :param odoo_port: where people come in, or None for a free one
    :param shop_port: or None for a free one
    """

    def __init__(
        self, database: str, odoo_port: int | None = None, shop_port: int | None = None, workers: int = 2
    ):
        self.database = database
        self.shop_database = f"{database}_shop"
        kind = database.rstrip("0123456789").rstrip("_")  # logs are overwritten, not piled up per process
        websocket_port = ports.free_port()
        extra = (f"--gevent-port={websocket_port}",)
        self.odoo = OdooServer(database, workers, extra_args=extra, log=paths.LOGS / f"server-{kind}.log")
        self.door = Door(odoo_port or ports.free_port(), self.odoo.port, websocket_port)
        self.url = f"http://{ports.LOOPBACK}:{self.door.port}"
        self.shop = MedusaShop(self.shop_database, shop_port, log=paths.LOGS / f"shop-{kind}.log")
        self.webhook_secret = secrets.token_hex(24)
        self.webhook_url = ""
        self.store_id = 0
        self._running = ExitStack()

    def make_databases(self) -> None:
        """Fresh databases; older ones of the same name are replaced."""
        demo_database.clone(self.database)
        shop_seed.seeded_database(self.shop_database)

    def __enter__(self) -> DemoSystem:
        with ExitStack() as stack:
            stack.enter_context(self.door)
            stack.enter_context(self.odoo)
            self._tell_odoo_of_the_shop()
            self.shop.webhook_url, self.shop.webhook_secret = self.webhook_url, self.webhook_secret
            stack.enter_context(self.shop)
            self.merchant = Admin(self.shop.url)
            self._hand_over_keys()
            self._running = stack.pop_all()
        return self

    def __exit__(self, *error) -> None:
        with undisturbed():
            self._running.close()

    def session(self, login: str) -> OdooSession:
        """Log in to Odoo as one of the demo company's people."""
        return OdooSession(self.url, self.database, login, demo_company.PASSWORD)

    def customer(self) -> Customer:
        """Somebody about to buy in the shop."""
        return Customer(self.shop.url, self.merchant.store()["metadata"]["publishable_key"])

    def _tell_odoo_of_the_shop(self) -> None:
        """Create the store, or correct its address: ports may change from start to start."""
        self.administrator = self.session("admin")
        self.administrator.call("ir.config_parameter", "set_param", "web.base.url", self.url)
        values = {"base_url": self.shop.url}
        found = self.administrator.call("ecom.store", "search", [("name", "=", STORE_NAME)])
        if found:
            self.administrator.call("ecom.store", "write", found, values)
        else:
            found = self.administrator.call("ecom.store", "create", [{**values, **self._new_store_values()}])
        self.store_id = found[0]
        token = self.administrator.call("ecom.store", "read", found, ["webhook_token"])[0]["webhook_token"]
        self.webhook_url = f"{self.url}/ecom/webhook/{token}"

    def _new_store_values(self) -> dict:
        responsible = self.administrator.call("res.users", "search", [("login", "=", "order")])
        warehouse = self.administrator.call("stock.warehouse", "search", [("code", "=", "LYS")])
        return {
            "name": STORE_NAME,
            "channel": "medusa",
            "responsible_id": responsible[0],
            "warehouse_id": warehouse[0],
        }

    def _hand_over_keys(self) -> None:
        """What a person does on the store's form: enter the secrets, test, send the stock."""
        key = self.merchant.store()["metadata"]["secret_key"]
        values = {"api_key": key, "webhook_secret": self.webhook_secret}
        self.administrator.call("ecom.store", "write", [self.store_id], values)
        self.administrator.call("ecom.store", "action_test_connection", [self.store_id])
        self.administrator.call("ecom.store", "action_push_stock_now", [self.store_id])


@contextmanager
def undisturbed():
    """A second, impatient Ctrl-C must not leave half of it running."""
    handlers = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
