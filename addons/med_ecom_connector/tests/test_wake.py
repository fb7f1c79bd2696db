import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from ..channels.neutral import WebhookEvent
from .race import PATIENCE, RaceCase

CRON = "med_ecom_connector.ir_cron_orders"


@tagged("post_install", "-at_install")
class TestWake(RaceCase):
    """Webhooks that come at once call the cron once, and no hint is left lying."""

    STORES = 1

    def setUp(self):
        super().setUp()
        # calls of the last two seconds count, and a busy machine may take as long between two hints
        self.enterContext(freeze_time(datetime.now(UTC)))
        # other tests leave calls for later, which no worker clears
        with self.environment() as env:
            env["ir.cron.trigger"].search([("cron_id", "=", env.ref(CRON).id)]).unlink()
        self.addCleanup(self._clear)

    @contextmanager
    def hint(self):
        """Receive a webhook; it is committed at the end of the block."""
        with self.environment() as env:
            event = WebhookEvent(kind="order", external_id=str(uuid4()), topic="order.placed")
            store = env["ecom.store"].browse(self.store_ids)
            self.assertTrue(env["ecom.exchange"]._receive_hint(store, event, uuid4().bytes))
            yield

    def triggers(self):
        with self.environment() as env:
            return env["ir.cron.trigger"].search_count([("cron_id", "=", env.ref(CRON).id)])

    def test_a_second_hint_joins_the_call_of_the_first(self):
        for _index in range(2):
            with self.hint():
                pass
        self.assertEqual(self.triggers(), 1)

    def test_a_hint_that_joins_holds_the_worker_until_it_is_committed(self):
        with self.hint():
            pass
        seen = []
        worker = threading.Thread(target=lambda: seen.append(self._clear()), daemon=True)
        with self.hint():
            worker.start()
            worker.join(0.5)
            self.assertTrue(worker.is_alive(), "the worker looked before the hint was committed")
        worker.join(PATIENCE)
        self.assertEqual(seen, [2])

    def test_a_call_that_is_being_cleared_is_not_joined(self):
        with self.hint():
            pass
        with self.environment() as env:
            self._clear_triggers(env)
            with self.hint():
                pass
        self.assertEqual(self.triggers(), 1, "the worker that was called may have looked already")

    def test_a_call_cleared_since_the_transaction_began_is_not_joined(self):
        with self.hint():
            pass
        with self.environment() as env:
            exchanges = env["ecom.exchange"]
            self.assertFalse(exchanges.search_count([("external_id", "=", "its snapshot is taken")]))
            self._clear()
            self.assertFalse(exchanges._is_woken("order"))

    def test_an_old_call_is_not_joined(self):
        with self.hint():
            pass
        with self.environment() as env:
            env.cr.execute(SQL("UPDATE ir_cron_trigger SET call_at = call_at - interval '3 seconds'"))
        with self.hint():
            pass
        self.assertEqual(self.triggers(), 2)

    def _clear(self):
        """What a worker does before it runs the cron.

        :return: number of hints that it sees then
        """
        with self.environment() as env:
            self._clear_triggers(env)
            with self.environment() as run:
                return run["ecom.exchange"].search_count([("store_id", "in", self.store_ids)])

    def _clear_triggers(self, env):
        env["ir.cron"]._clear_schedule({"id": env.ref(CRON).id})
