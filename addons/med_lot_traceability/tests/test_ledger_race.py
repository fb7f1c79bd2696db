import threading
from contextlib import contextmanager
from unittest.mock import patch
from uuid import uuid4

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import DummyRLock, Registry
from odoo.service import model as service_model
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger

WRITERS = 8
ROUNDS = 5
PATIENCE = 120  # seconds


@tagged("post_install", "-at_install")
class TestLedgerRace(BaseCase):
    """Several writers at once, on real connections with real commits. The rows stay: it is a ledger."""

    def setUp(self):
        super().setUp()
        self.patch(Registry, "_lock", DummyRLock())  # the test runner keeps it, which shuts out other threads
        self.enterContext(patch.object(service_model.random, "uniform", lambda *_limits: 0.05))
        # Eight writers of one chain who all come back at once lose more often than five times.
        self.enterContext(patch.object(service_model, "MAX_TRIES_ON_CONCURRENCY_FAILURE", 50))
        self.enterContext(mute_logger("odoo.sql_db", "odoo.service.model"))

    @contextmanager
    def _environment(self):
        with Registry(get_db_name()).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _write(self, chains, failures):
        try:
            for _round in range(ROUNDS):
                with self._environment() as env:

                    def record(env=env):
                        now = fields.Datetime.now()
                        env["med.trace.event"]._record(
                            [{"chain": chain, "kind": "rule", "happened_on": now} for chain in chains]
                        )

                    service_model.retrying(record, env)
        except Exception as error:  # told by the test
            failures.append(error)

    def _race(self, chains_of):
        failures = []
        threads = [
            threading.Thread(target=self._write, args=(chains_of(index), failures), daemon=True)
            for index in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertFalse(failures)
        self.assertFalse(any(thread.is_alive() for thread in threads))

    def _assert_sound(self, chain, length):
        query = "SELECT sequence, previous_hash, hash FROM med_trace_event WHERE chain = %s ORDER BY sequence"
        with self._environment() as env:
            rows = env.execute_query(SQL(query, chain))
            self.assertEqual([row[0] for row in rows], list(range(1, length + 1)))
            self.assertEqual([row[1] for row in rows], [None, *(row[2] for row in rows[:-1])])
            heads = env.execute_query(
                SQL("SELECT sequence, hash FROM med_trace_head WHERE chain = %s", chain)
            )
            self.assertEqual(heads, [(length, rows[-1][2])])

    def test_one_chain(self):
        chain = f"test/{uuid4()}"
        self._race(lambda _index: [chain])
        self._assert_sound(chain, WRITERS * ROUNDS)

    def test_two_chains_named_in_both_orders(self):
        """Heads are locked in sorted order: nobody waits for somebody who waits for him."""
        chains = [f"test/{uuid4()}" for _index in range(2)]
        self._race(lambda index: chains if index % 2 else chains[::-1])
        for chain in chains:
            self._assert_sound(chain, WRITERS * ROUNDS)

    def test_different_chains_do_not_wait(self):
        """Each writer keeps its own chain locked until all the others have written, too."""
        chains = [f"test/{uuid4()}" for _index in range(WRITERS)]
        together = threading.Barrier(WRITERS, timeout=PATIENCE)
        failures = []

        def write(chain):
            try:
                with self._environment() as env:
                    env["med.trace.event"]._record(
                        [{"chain": chain, "kind": "rule", "happened_on": fields.Datetime.now()}]
                    )
                    together.wait()
            except Exception as error:  # told by the test
                failures.append(error)

        threads = [threading.Thread(target=write, args=(chain,), daemon=True) for chain in chains]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        self.assertFalse(failures)
        for chain in chains:
            self._assert_sound(chain, 1)
