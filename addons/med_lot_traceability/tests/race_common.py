import threading
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import DummyRLock, Registry
from odoo.service import model as service_model
from odoo.tests import BaseCase, get_db_name
from odoo.tools import mute_logger

PATIENCE = 30  # seconds until a test that waits for the other side gives up


class RaceCase(BaseCase):
    """Two or more sides at the same moment, on real connections with real commits.

    What is left behind is an archived product and its transfers: regulated records can't be deleted.
    """

    def setUp(self):
        super().setUp()
        # The test runner keeps this lock, which would shut out the other threads.
        self.patch(Registry, "_lock", DummyRLock())
        self.enterContext(patch.object(service_model.random, "uniform", lambda *_limits: 0.05))
        self.enterContext(mute_logger("odoo.sql_db"))
        self.addCleanup(self._archive_product)
        with self._environment() as env:
            product = env["product.product"].create(
                {
                    "name": f"Race {uuid4()}",
                    "is_storable": True,
                    "tracking": "lot",
                    "is_medical_device": True,
                    "device_class": "I",
                }
            )
            self.product_id = product.id

    @contextmanager
    def _environment(self):
        """An environment on a connection of its own, committed at the end: what a worker has."""
        with Registry(get_db_name()).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _archive_product(self):
        with self._environment() as env:
            env["product.product"].browse(self.product_id).action_archive()

    def _create_lots(self, env, count, quantity=1):
        """Released lots of the product, in stock."""
        lots = env["stock.lot"].create(
            [
                {
                    "name": f"R{index}",
                    "product_id": self.product_id,
                    "expiration_date": fields.Datetime.now() + timedelta(days=365),
                    "release_status": "released",
                }
                for index in range(1, count + 1)
            ]
        )
        stock = self._get_stock(env)
        for lot in lots:
            env["stock.quant"]._update_available_quantity(lot.product_id, stock, quantity, lot_id=lot)
        return lots

    def _get_stock(self, env):
        return env["stock.warehouse"].search([], limit=1).lot_stock_id

    def _create_deliveries(self, env, lots):
        """One delivery of one piece of each of these lots; a list may name a lot twice."""
        stock = self._get_stock(env)
        places = {
            "location_id": stock.id,
            "location_dest_id": env.ref("stock.stock_location_customers").id,
        }
        move = {"product_id": self.product_id, "product_uom_qty": 1, **places}
        pickings = env["stock.picking"].create(
            [
                {
                    "picking_type_id": stock.warehouse_id.out_type_id.id,
                    **places,
                    "move_ids": [Command.create(move)],
                }
                for _lot in lots
            ]
        )
        pickings.action_confirm()
        pickings.move_line_ids.unlink()  # what was reserved: the lots are chosen here
        env["stock.move.line"].create(
            [
                {
                    **move._prepare_move_line_vals(quantity=1),
                    "lot_id": lot.id,
                    "picking_id": move.picking_id.id,
                }
                for move, lot in zip(pickings.move_ids, lots, strict=True)
            ]
        )
        return pickings

    def _ship(self, picking_id, after_snapshot=lambda: None, before_commit=lambda: None):
        """Validate a delivery as the server does, with its retries.

        :return: "shipped", or the message of the refusal
        """
        attempts = []

        def validate():
            delivery = env["stock.picking"].browse(picking_id)
            delivery.move_line_ids.lot_id.mapped("release_status")  # the snapshot is taken here
            if not attempts:
                attempts.append(1)
                after_snapshot()
            delivery.move_ids.picked = True
            delivery.move_ids._action_done()
            env.flush_all()
            before_commit()
            return delivery.state

        with self._environment() as env:
            try:
                state = service_model.retrying(validate, env)
            except UserError as error:
                return str(error)
        return "shipped" if state == "done" else state

    def _hold(self, lot_id):
        with self._environment() as env:
            lot = env["stock.lot"].browse(lot_id)
            service_model.retrying(lambda: lot._set_release_status("hold", "race"), env)

    def _run_together(self, *sides):
        """Run each side in a thread of its own.

        :return: list of what they returned
        """
        results = [None] * len(sides)

        def run(index, side):
            try:
                results[index] = side()
            except Exception as error:
                results[index] = error

        threads = [threading.Thread(target=run, args=side, daemon=True) for side in enumerate(sides)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        for result in results:
            if isinstance(result, Exception):
                raise result
        return results
