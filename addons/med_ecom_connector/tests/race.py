"""What tests of races share: shops whose exchanges are worked off on connections of their own."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from unittest.mock import patch
from uuid import uuid4

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name

from ..engine.payload import dumps
from .fakes.medusa_order import build_order

RUNNER = "odoo.addons.med_ecom_connector.models.ecom_exchange_runner"
#: How long workers may take in all.
PATIENCE = 600


class RaceCase(BaseCase):
    """What is left behind are archived products and shops, and their orders: records can't be deleted."""

    STORES, WORKERS, BATCH = 2, 2, {}

    def setUp(self):
        super().setUp()
        # The test runner keeps this lock, which would shut out the other threads.
        self.patch(Registry, "_lock", DummyRLock())
        self.enterContext(patch.dict(f"{RUNNER}.BATCH", self.BATCH))
        self.enterContext(patch(f"{RUNNER}.LINGER", 0))
        with self.environment() as env:
            warehouse = env["stock.warehouse"].search([], limit=1)
            self.store_ids = [self.create_store(env, warehouse, number).id for number in range(self.STORES)]
        self.addCleanup(self._archive)
        self.product_ids = []

    @contextmanager
    def environment(self):
        """An environment on a connection of its own, committed at the end: what a worker has."""
        with Registry(get_db_name()).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def create_store(self, env, warehouse, number):
        return env["ecom.store"].create(
            {
                "name": f"Race {number}",
                "channel": "medusa",
                "base_url": "http://127.0.0.1:9",
                "company_id": warehouse.company_id.id,
                "warehouse_id": warehouse.id,
                "rounding_tolerance": 1000,
                "push_stock": False,
                "push_prices": False,
            }
        )

    def _archive(self):
        with self.environment() as env:
            env["ecom.store"].browse(self.store_ids).active = False
            env["product.product"].browse(self.product_ids).action_archive()

    def create_product(self, pieces):
        """:return: SKU of a new product of which so many pieces are there"""
        sku = f"RACE-{uuid4()}"
        with self.environment() as env:
            product = env["product.product"].create({"name": sku, "default_code": sku, "is_storable": True})
            stock = env["ecom.store"].browse(self.store_ids[0]).warehouse_id.lot_stock_id
            env["stock.quant"]._update_available_quantity(product, stock, pieces)
            self.product_ids.append(product.id)
        return sku

    def build(self, number, sku, **options):
        """The payload of an order for one piece, by somebody whom no other test knows."""
        with self.environment() as env:
            currency = env["ecom.store"].browse(self.store_ids[0]).currency_id.name.lower()
        person = {"first_name": "Race", "last_name": sku, "company": "", "phone": ""}
        options = {
            "at": datetime.now(UTC),
            "currency": currency,
            "tax_rate": None,
            "shipping_price": None,
            "email": f"{sku}@race.example.com",
            "billing": person,
            "shipping": person,
            **options,
        }
        line = {"variant_id": "", "sku": sku, "title": sku, "quantity": 1, "unit_price": 1.0}
        order = build_order(number, [line], options)
        order["id"] = str(uuid4())
        for payment in order["payment_collections"][0]["payments"]:
            payment["id"] = f"pay_{order['id']}"
        return order

    def announce(self, orders):
        """Leave orders in the inbox as polls do, one shop after the other."""
        with self.environment() as env:
            env["ecom.exchange"].create(
                [
                    {
                        "store_id": self.store_ids[index % self.STORES],
                        "kind": "order",
                        "source": "poll",
                        "external_id": order["id"],
                        "digest": uuid4().hex,
                        "payload": dumps(order),
                    }
                    for index, order in enumerate(orders)
                ]
            )

    def work(self, kind="order", workers=None):
        """Let workers work off a flow at the same time; then a last one does what they left for later."""
        failures = []
        start = threading.Barrier(workers or self.WORKERS)

        def work(barrier=None):
            try:
                with self.environment() as env:
                    if barrier:
                        barrier.wait(PATIENCE)
                    env["ecom.exchange"]._cron_process(kind)
            except Exception as error:
                failures.append(error)

        threads = [
            threading.Thread(target=work, args=(start,), daemon=True) for _index in range(start.parties)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        # the loser of too many races leaves its rows to a later run
        with self.environment() as env:
            env["ecom.exchange"].search(
                [("store_id", "in", self.store_ids), ("state", "=", "pending")]
            ).next_try = fields.Datetime.now()
        work()
        self.assertFalse(failures)
