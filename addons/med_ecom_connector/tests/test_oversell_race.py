import os
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from unittest.mock import patch
from uuid import uuid4

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..engine.payload import dumps
from .fakes.medusa_order import build_order

RUNNER = "odoo.addons.med_ecom_connector.models.ecom_exchange_runner"
#: A hundred take some minutes; fewer may be asked for while one works on it.
ROUNDS = int(os.environ.get("MEDSUITE_OVERSELL_ROUNDS", "100"))
PIECES, ORDERS, STORES, WORKERS, BATCH = 5, 50, 3, 4, 5


@tagged("post_install", "-at_install")
class TestOversellRace(BaseCase):
    """Fifty orders through three shops for five pieces, taken in by workers on connections of their own.

    What is left behind are archived products and shops, and their orders: records can't be deleted.
    """

    def setUp(self):
        super().setUp()
        # The test runner keeps this lock, which would shut out the other threads.
        self.patch(Registry, "_lock", DummyRLock())
        self.enterContext(mute_logger("odoo.sql_db"))
        self.enterContext(patch.dict(f"{RUNNER}.BATCH", order=BATCH))
        self.enterContext(patch(f"{RUNNER}.LINGER", 0))
        with self._environment() as env:
            warehouse = env["stock.warehouse"].search([], limit=1)
            self.store_ids = [self._create_store(env, warehouse, number).id for number in range(STORES)]
        self.addCleanup(self._archive)
        self.product_ids = []

    @contextmanager
    def _environment(self):
        """An environment on a connection of its own, committed at the end: what a worker has."""
        with Registry(get_db_name()).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _create_store(self, env, warehouse, number):
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
        with self._environment() as env:
            env["ecom.store"].browse(self.store_ids).active = False
            env["product.product"].browse(self.product_ids).action_archive()

    def _create_product(self, env, sku):
        product = env["product.product"].create({"name": sku, "default_code": sku, "is_storable": True})
        stock = env["ecom.store"].browse(self.store_ids[0]).warehouse_id.lot_stock_id
        env["stock.quant"]._update_available_quantity(product, stock, PIECES)
        return product

    def _announce(self, env, sku):
        """Fifty orders in the inbox, as polls leave them there."""
        currency = env["ecom.store"].browse(self.store_ids[0]).currency_id.name.lower()
        for number in range(ORDERS):
            # somebody whom no other test knows
            person = {"first_name": "Race", "last_name": sku, "company": "", "phone": ""}
            options = {
                "at": datetime.now(UTC),
                "currency": currency,
                "tax_rate": None,
                "shipping_price": None,
                "email": f"{sku}@race.example.com",
                "billing": person,
                "shipping": person,
            }
            line = {"variant_id": "", "sku": sku, "title": sku, "quantity": 1, "unit_price": 1.0}
            order = build_order(number + 1, [line], options)
            order["id"] = str(uuid4())
            env["ecom.exchange"].create(
                {
                    "store_id": self.store_ids[number % STORES],
                    "kind": "order",
                    "source": "poll",
                    "external_id": order["id"],
                    "digest": order["id"],
                    "payload": dumps(order),
                }
            )

    def _work(self, failures):
        try:
            with self._environment() as env:
                env["ecom.exchange"]._cron_process("order")
        except Exception as error:
            failures.append(error)

    def _round(self):
        sku = f"RACE-{uuid4()}"
        with self._environment() as env:
            product_id = self._create_product(env, sku).id
            self._announce(env, sku)
        self.product_ids.append(product_id)
        failures = []
        workers = [
            threading.Thread(target=self._work, args=(failures,), daemon=True) for _index in range(WORKERS)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(120)
        self.assertFalse(failures)
        # the loser of too many races leaves its rows to a later run
        with self._environment() as env:
            env["ecom.exchange"].search(
                [("store_id", "in", self.store_ids), ("state", "=", "pending")]
            ).next_try = fields.Datetime.now()
        self._work(failures)
        self.assertFalse(failures)
        return product_id

    def test_exactly_as_many_are_promised_as_there_are(self):
        for number in range(ROUNDS):
            product_id = self._round()
            with self._environment() as env:
                lines = env["sale.order.line"].search([("product_id", "=", product_id)])
                promises = lines.order_id.mapped("ecom_promise")
                self.assertEqual(
                    (promises.count("promised"), promises.count("short"), len(lines)),
                    (PIECES, ORDERS - PIECES, ORDERS),
                    f"round {number}",
                )
                confirmed = lines.filtered(lambda line: line.state == "sale").order_id
                self.assertEqual(set(confirmed.mapped("ecom_promise")), {"promised"})
                self.assertEqual(
                    sum(lines.move_ids.mapped("quantity")), PIECES, "what is promised is reserved"
                )
                self.assertEqual(len(lines.order_id.ecom_store_id), STORES)
