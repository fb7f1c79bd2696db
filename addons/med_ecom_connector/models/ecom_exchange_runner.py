import logging
import time
import traceback
from contextlib import contextmanager, nullcontext
from datetime import timedelta

from psycopg2 import OperationalError
from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..channels.errors import ChannelError, PayloadError, RetryableError
from ..engine.backoff import MAX_ATTEMPTS, delay_before
from ..exceptions import HoldExchange, PostponeExchange
from ..quiet import execute_quietly

_logger = logging.getLogger(__name__)

BATCH = {
    "order": 50,
    "shipment": 10,
    "stock": 1,
    "price": 1,
    "cancel": 10,
    "product_in": 20,
    "product": 1,
    "booking": 20,
    "refund": 1,
    "return": 1,
    "delivery": 10,
}
#: Fresh starts granted when another worker won a race, before the rest is left to the next run.
RACE_TRIES = 5
#: Seconds a worker waits in all for rows that are due very soon: Odoo's own triggers are a minute coarse.
LINGER = 8
TURN_NAMESPACE = 0x4D454455  # beside those of ecom_store_sync


class EcomExchange(models.Model):
    _inherit = "ecom.exchange"

    @api.model
    def _cron_process(self, kind):
        """Work off a flow's queue, batch by batch, each batch in a transaction of its own.

        A worker that is killed leaves nothing behind: its rows were only locked, and the lock
        goes with the connection. Never lets a row's error out, since Odoo switches off a cron
        that keeps failing.
        """
        cron = self.env["ir.cron"]
        races = 0
        linger = LINGER
        while True:
            try:
                with self._in_turn(kind) if races else nullcontext():
                    batch = self._claim(kind, BATCH[kind])
                    if batch:
                        batch._run()
                        left = cron._commit_progress(len(batch), remaining=self._count_ready(kind))
            except (OperationalError, UniqueViolation) as error:
                self.env.cr.rollback()
                self.env.invalidate_all()
                races += 1
                _logger.debug("Another worker was faster on %s: %s", kind, type(error).__name__)
                if races >= RACE_TRIES:
                    self._give_way(kind, error)
                    break
                continue
            if batch:
                races = 0
                if not left:
                    break
                continue
            pause = self._seconds_to_next(kind)
            if pause <= 0 or pause > linger:
                break
            linger -= pause
            # end the transaction, so that the next look sees what happened meanwhile
            cron._commit_progress()
            time.sleep(pause)

    @contextmanager
    def _in_turn(self, kind):
        """Wait in line with the others who lost a race on this flow, so that they don't lose it again.

        A lock of the connection, not of the transaction: what a transaction sees is settled when it
        begins, so it must begin after the wait.
        """
        key = SQL("%s, %s", TURN_NAMESPACE, list(BATCH).index(kind))
        self.env.execute_query(SQL("SELECT pg_advisory_lock(%s)", key))
        try:
            self.env.cr.rollback()
            yield
        except Exception:
            # an aborted transaction could not give the lock back
            self.env.cr.rollback()
            raise
        finally:
            self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s)", key))

    @api.model
    def _seconds_to_next(self, kind):
        """Seconds until a row that is not due yet will be; 0 without one."""
        query = SQL(
            """
            SELECT EXTRACT(EPOCH FROM MIN(next_try) - %(now)s)
              FROM ecom_exchange
             WHERE kind = %(kind)s AND state = 'pending' AND next_try > %(now)s
            """,
            kind=kind,
            now=fields.Datetime.now(),
        )
        ((seconds,),) = self.env.execute_query(query)
        return float(seconds or 0)

    @api.model
    def _give_way(self, kind, error):
        """After too many lost races: leave these rows alone for a while, let others pass."""
        try:
            batch = self._claim(kind, BATCH[kind])
        except SerializationFailure:
            # somebody finished one of them at this very moment: they are in good hands
            self.env.cr.rollback()
            batch = self.browse()
        if batch:
            batch._try_again(
                "unexpected", {"error": type(error).__name__}, delay_before(batch._worst_attempt())
            )
        self._wake(kind)
        self.env["ir.cron"]._commit_progress(0, remaining=self._count_ready(kind))

    @api.model
    def _claim(self, kind, limit, store=None):
        """Lock the next rows of a flow that no other worker has, of shops that are not paused.

        :param store: only of this shop
        :raises SerializationFailure: when another worker finished one of them since our transaction began;
            a lock that is held is skipped, a change that we can't see is not
        """
        query = SQL(
            """
            SELECT exchange.id
              FROM ecom_exchange exchange
              JOIN ecom_store store ON store.id = exchange.store_id AND store.active
              LEFT JOIN ecom_store_flow flow
                ON flow.store_id = exchange.store_id AND flow.flow = exchange.kind
             WHERE exchange.kind = %(kind)s
               AND exchange.state = 'pending'
               AND exchange.next_try <= %(now)s
               AND %(of_store)s
               AND (flow.paused_until IS NULL OR flow.paused_until <= %(now)s)
             ORDER BY exchange.next_try, exchange.id
             LIMIT %(limit)s
               FOR UPDATE OF exchange SKIP LOCKED
            """,
            kind=kind,
            of_store=SQL("exchange.store_id = %s", store.id) if store else SQL("TRUE"),
            # the clock that wrote ``next_try``, not the database's
            now=fields.Datetime.now(),
            limit=limit,
        )
        self.flush_model()
        return self.browse(row_id for (row_id,) in execute_quietly(self.env, query))

    @api.model
    def _count_ready(self, kind):
        return self.search_count(
            [("kind", "=", kind), ("state", "=", "pending"), ("next_try", "<=", fields.Datetime.now())]
        )

    def _run(self):
        """Handle rows together; if that fails, each by itself, so that one bad row holds back no other."""
        started = time.monotonic()
        failed_before = {exchange.id: exchange.attempts for exchange in self}
        try:
            with self.env.cr.savepoint():
                self.env[f"ecom.handler.{self[0].kind}"]._handle(self)
        except (OperationalError, UniqueViolation):
            raise
        except Exception as error:
            if len(self) > 1:
                for exchange in self:
                    exchange._run()
                return
            self._record_failure(error)
        seconds = (time.monotonic() - started) / len(self)
        self.duration = seconds
        self.env["ecom.exchange.attempt"]._note(self, failed_before, seconds)

    def _record_failure(self, error):
        """Put an error where it belongs: held for a person, or tried again later."""
        if isinstance(error, HoldExchange):
            self._hold(error.problem, error.params)
        elif isinstance(error, PostponeExchange):
            self._postpone(error)
        elif isinstance(error, PayloadError):
            self._hold("payload", error.told(error.field), technical_detail=error.detail)
        elif isinstance(error, RetryableError):
            for store in self.store_id:
                store._flow(self[0].kind)._failed(error)
            self._try_again(error.code, error.told(), delay_before(self._worst_attempt(), error.retry_after))
        elif isinstance(error, ChannelError):
            code = error.code if error.code in ("rejected", "not_found") else "rejected"
            self._hold(code, error.told(error.detail))
        elif isinstance(error, UserError):
            self._hold("refused_by_odoo", {"message": error})
        else:
            self._record_unexpected(error)

    def _record_unexpected(self, error):
        """An error that nobody foresaw: it may pass, and administrators can read all of it."""
        detail = "".join(traceback.format_exception(error))
        _logger.error("Exchange %s failed unexpectedly: %s", self.ids, type(error).__name__, exc_info=error)
        self._try_again("unexpected", {"error": type(error).__name__}, delay_before(self._worst_attempt()))
        self.technical_detail = detail[-8000:]

    def _postpone(self, postponed):
        """Look again soon. Nothing has failed, so this counts as no try."""
        at = fields.Datetime.now() + timedelta(seconds=postponed.seconds)
        self.write({**self._prepare_problem_vals(postponed.problem, postponed.params), "next_try": at})
        self._wake(self[0].kind, at)

    def _worst_attempt(self):
        return max(self.mapped("attempts")) + 1

    def _try_again(self, problem, params, seconds):
        """Back off; after the last try, wait for a person as given up."""
        vals = self._prepare_problem_vals(problem, params)
        at = fields.Datetime.now() + timedelta(seconds=seconds)
        for exchange in self:
            given_up = exchange.attempts + 1 >= MAX_ATTEMPTS
            exchange.write(
                {
                    **vals,
                    "attempts": exchange.attempts + 1,
                    "state": "dead" if given_up else "pending",
                    "next_try": False if given_up else at,
                }
            )
            if given_up:
                exchange.store_id._notify_held()
        self._wake(self[0].kind, at)
