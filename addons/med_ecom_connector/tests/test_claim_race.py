from contextlib import contextmanager
from unittest.mock import patch
from uuid import uuid4

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.tests import tagged

from ..models.ecom_exchange_runner import RACE_TRIES
from .race import RaceCase


@tagged("post_install", "-at_install")
class TestClaimRace(RaceCase):
    """A worker whose view of the queue is old: rows that it would take are finished meanwhile."""

    STORES = 1

    def leave(self):
        """:return: id of an order's row that waits in the inbox"""
        self.announce([{"id": str(uuid4())}])
        with self.environment() as env:
            return env["ecom.exchange"].search([("store_id", "in", self.store_ids)], limit=1).id

    @contextmanager
    def old_view(self):
        """An environment that sees the queue as it was before another worker finished the row."""
        row_id = self.leave()
        with self.environment() as env:
            self.assertEqual(env["ecom.exchange"].browse(row_id).state, "pending")
            with self.environment() as other:
                other["ecom.exchange"].browse(row_id).state = "done"
            yield env

    def test_a_row_finished_meanwhile_is_no_error_in_the_log(self):
        with self.old_view() as env:
            with self.assertNoLogs("odoo.sql_db", "ERROR"), self.assertRaises(SerializationFailure):
                env["ecom.exchange"]._claim("order", 10)
            env.cr.rollback()

    def test_a_delivery_that_came_meanwhile_is_no_error_in_the_log(self):
        row = {"external_id": str(uuid4()), "reference": "", "digest": uuid4().hex, "payload": None}

        def receive(env):
            store = env["ecom.store"].browse(self.store_ids)
            return env["ecom.exchange"]._insert_new(store, "order", "webhook", [row])

        with self.environment() as env:
            self.assertFalse(env["ecom.exchange"].search_count([("external_id", "=", row["external_id"])]))
            with self.environment() as other:
                self.assertEqual(receive(other), 1)
            with self.assertNoLogs("odoo.sql_db", "ERROR"):
                self.assertEqual(receive(env), 0)

    def test_who_loses_every_time_gives_way_and_fails_not(self):
        """Odoo switches off a cron that keeps failing."""
        row_id, tries = self.leave(), []

        def overtaken(exchanges, *_arguments):
            tries.append(exchanges)
            raise SerializationFailure

        with self.environment() as env:
            exchanges = env["ecom.exchange"]
            with patch.object(type(exchanges), "_claim", overtaken):
                exchanges._cron_process("order")
        self.assertEqual(len(tries), RACE_TRIES + 1)
        with self.environment() as env:
            row = env["ecom.exchange"].browse(row_id)
            self.assertEqual((row.state, row.attempts), ("pending", 0))
            calls = env["ir.cron.trigger"].search_count(
                [("cron_id", "=", env.ref("med_ecom_connector.ir_cron_orders").id)]
            )
            self.assertTrue(calls, "the next run is called")
            self.assertLessEqual(row.next_try, fields.Datetime.now())
