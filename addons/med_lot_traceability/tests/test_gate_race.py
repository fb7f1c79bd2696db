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
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

PATIENCE = 120  # seconds until a test that waits for the other side gives up


@tagged("post_install", "-at_install")
class TestGateRace(BaseCase):
    """A hold and a shipment at the same moment, on real connections with real commits.

    What is left behind is an archived product and its transfers: regulated records can't be deleted.
    """

    def setUp(self):
        super().setUp()
        # The test runner keeps this lock, which would shut out the other threads.
        self.patch(Registry, "_lock", DummyRLock())
        self.enterContext(patch.object(service_model.random, "uniform", lambda *_limits: 0.05))
        self.enterContext(mute_logger("odoo.sql_db"))
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
            lot = env["stock.lot"].create(
                {
                    "name": "R1",
                    "product_id": product.id,
                    "expiration_date": fields.Datetime.now() + timedelta(days=365),
                    "release_status": "released",
                }
            )
            stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
            env["stock.quant"]._update_available_quantity(product, stock, 100, lot_id=lot)
            self.product_id, self.lot_id = product.id, lot.id
            self.picking_ids = [self._create_delivery(env, product, stock).id for _index in range(2)]
        self.addCleanup(self._archive_product)

    @contextmanager
    def _environment(self):
        """An environment on a connection of its own, committed at the end: what a worker has."""
        with Registry(get_db_name()).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _create_delivery(self, env, product, stock):
        move = {
            "product_id": product.id,
            "product_uom_qty": 1,
            "location_id": stock.id,
            "location_dest_id": env.ref("stock.stock_location_customers").id,
        }
        picking = env["stock.picking"].create(
            {
                "picking_type_id": stock.warehouse_id.out_type_id.id,
                "location_id": move["location_id"],
                "location_dest_id": move["location_dest_id"],
                "move_ids": [Command.create(move)],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        self.assertTrue(picking.move_line_ids)
        return picking

    def _archive_product(self):
        with self._environment() as env:
            env["product.product"].browse(self.product_id).action_archive()

    def _ship(self, after_snapshot=lambda: None, before_commit=lambda: None, picking=0):
        """Validate a delivery as the server does, with its retries.

        :return: "shipped", or the message of the refusal
        """
        attempts = []

        def validate():
            delivery = env["stock.picking"].browse(self.picking_ids[picking])
            delivery.move_line_ids.lot_id.mapped("release_status")  # the snapshot is taken here
            if not attempts:
                attempts.append(1)
                after_snapshot()
            delivery.move_ids.picked = True
            delivery.move_ids._action_done()
            before_commit()
            return delivery.state

        with self._environment() as env:
            try:
                state = service_model.retrying(validate, env)
            except UserError as error:
                return str(error)
        return "shipped" if state == "done" else state

    def _hold(self):
        with self._environment() as env:
            lot = env["stock.lot"].browse(self.lot_id)
            service_model.retrying(lambda: lot._set_release_status("hold", "race"), env)

    def _type_lot_by_hand(self):
        """Give the first delivery its lot back, as somebody may do who doesn't know of the hold."""
        with self._environment() as env:
            move = env["stock.picking"].browse(self.picking_ids[0]).move_ids
            move.move_line_ids.unlink()
            env["stock.move.line"].create(
                {
                    **move._prepare_move_line_vals(quantity=1),
                    "lot_id": self.lot_id,
                    "picking_id": move.picking_id.id,
                }
            )

    def test_hold_commits_while_the_shipment_runs(self):
        """The shipment has seen 'released'; the hold commits; the shipment must not win on its old view."""
        outcome = self._ship(after_snapshot=self._hold)
        self.assertNotEqual(outcome, "shipped")
        with self._environment() as env:
            self.assertNotEqual(env["stock.picking"].browse(self.picking_ids[0]).state, "done")

    def test_gate_alone_refuses_the_old_view(self):
        """As above with nothing but the gate: the hold touches only the lot itself."""

        def hold_by_sql():
            with self._environment() as env:
                env.cr.execute("UPDATE med_lot_status SET status = 'hold' WHERE lot_id = %s", (self.lot_id,))

        self.assertIn("lot R1", self._ship(after_snapshot=hold_by_sql))

    def test_shipment_comes_first(self):
        """A hold that starts while a shipment holds its lock waits, and comes after it."""
        holder = threading.Thread(target=self._hold, daemon=True)

        def start_hold():
            holder.start()
            holder.join(1)
            self.assertTrue(holder.is_alive(), "the hold didn't wait for the shipment")

        self.assertEqual(self._ship(before_commit=start_hold), "shipped")
        holder.join(PATIENCE)
        self.assertFalse(holder.is_alive())
        with self._environment() as env:
            self.assertEqual(env["stock.lot"].browse(self.lot_id).release_status, "hold")
        self._type_lot_by_hand_on_second()

    def _type_lot_by_hand_on_second(self):
        self.picking_ids.reverse()
        self._type_lot_by_hand()
        self.assertIn("lot R1", self._ship())

    def test_two_shipments_of_one_lot_both_leave(self):
        """The lock is shared: the second shipment doesn't wait for the first to end."""
        inside = threading.Barrier(2, timeout=PATIENCE)
        outcomes = {}

        def ship(index):
            def meet():
                if index not in outcomes:
                    outcomes[index] = "met"
                    inside.wait()

            outcomes[index] = self._ship(after_snapshot=meet, picking=index)

        threads = [threading.Thread(target=ship, args=(index,), daemon=True) for index in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertEqual(outcomes, {0: "shipped", 1: "shipped"})
