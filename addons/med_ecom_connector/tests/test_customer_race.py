import threading
from contextlib import contextmanager
from uuid import uuid4

from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name, tagged

from .race import PATIENCE


@tagged("post_install", "-at_install")
class TestCustomerRace(BaseCase):
    """Two workers meet the same new customer at once, on connections of their own."""

    def setUp(self):
        super().setUp()
        # The test runner keeps this lock, which would shut out the other thread.
        self.patch(Registry, "_lock", DummyRLock())
        self.keys = [f"email:race-{uuid4()}@example.com" for _number in range(2)]
        self.addCleanup(self._remove)

    @contextmanager
    def _environment(self):
        with Registry(get_db_name()).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _remove(self):
        with self._environment() as env:
            rows = env["ecom.customer.key"].search([("key", "in", self.keys)])
            partners = rows.partner_id
            rows.unlink()
            partners.unlink()

    def _keep(self, env, keys):
        partner = env["res.partner"].create({"name": "Race"})
        env["ecom.customer.key"]._keep(env.company, dict.fromkeys(keys, partner))

    def test_second_gives_way_without_noise(self):
        outcome = []
        ready, done = threading.Event(), threading.Event()

        def second():
            try:
                with self._environment() as env:
                    env["res.partner"].search_count([])
                    ready.set()
                    # the other way round: the two must not wait for each other
                    self._keep(env, self.keys[::-1])
            except UniqueViolation as error:
                outcome.append(error)
            finally:
                done.set()

        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            with self._environment() as env:
                self._keep(env, self.keys)
                thread = threading.Thread(target=second, daemon=True)
                thread.start()
                self.assertTrue(ready.wait(PATIENCE))
                self.assertFalse(done.wait(0.3), "the second one waits for the first")
            thread.join(PATIENCE)
        self.assertEqual(len(outcome), 1)
        with self._environment() as env:
            rows = env["ecom.customer.key"].search([("key", "in", self.keys)])
            self.assertEqual(len(rows), 2)
            self.assertEqual(len(rows.partner_id), 1)
