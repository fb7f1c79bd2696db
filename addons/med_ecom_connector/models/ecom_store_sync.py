import logging
from contextlib import contextmanager
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL

from ..channels.errors import ChannelError
from ..engine.instants import aware_utc, naive_utc
from ..exceptions import HoldExchange

_logger = logging.getLogger(__name__)

#: How far a poll looks back behind its cursor: shops commit orders a little after they stamp
#: them, and some stamp with a resolution of a second.
OVERLAP = timedelta(minutes=5)
#: How far back the nightly comparison goes. Older orders no longer change in practice.
COMPARE_PERIOD = timedelta(days=60)
LOCK_NAMESPACE = 0x4D454453  # "MEDS"


class EcomStore(models.Model):
    _inherit = "ecom.store"

    # === CRONS === #

    @api.model
    def _cron_poll(self):
        """Ask every shop for changed orders; the queue does the rest."""
        for store in self._active_stores():
            with store._alone_with_its_errors("poll"):
                store._poll_orders()

    @api.model
    def _cron_push(self, kind):
        """Take in what the shops have sold, then tell them what is left.

        Orders first: a figure computed without the latest sales would offer goods already sold.
        """
        exchange_model = self.env["ecom.exchange"]
        stores = self._active_stores().filtered("push_stock" if kind == "stock" else "push_prices")
        if kind == "stock":
            for store in stores:
                with store._alone_with_its_errors("poll"):
                    store._poll_orders()
            exchange_model._cron_process("order")
        for store in stores:
            with store._alone_with_its_errors(kind):
                store._match_at_first()
                self.env[f"ecom.handler.{kind}"]._queue(store)
            self.env["ir.cron"]._commit_progress(remaining=exchange_model._count_ready(kind))
        exchange_model._cron_process(kind)
        if kind == "stock" and self._pull_what_differs(stores):
            exchange_model._cron_process(kind)

    @api.model
    def _pull_what_differs(self, stores):
        """A shop that shows other stock than we sent may just have sold some: ask for its orders first.

        :return: the exchanges that waited for it, now due
        """
        exchange_model = self.env["ecom.exchange"]
        differing = exchange_model.search(
            [("store_id", "in", stores.ids), ("state", "=", "pending"), ("problem", "=", "stock_differs")]
        )
        for store in differing.store_id:
            with store._alone_with_its_errors("poll"):
                store._poll_orders()
        if differing:
            exchange_model._cron_process("order")
            differing.next_try = fields.Datetime.now()
            self.env["ir.cron"]._commit_progress(remaining=len(differing))
        return differing

    @api.model
    def _cron_compare(self):
        """Once a night, compare everything: several shops don't stamp every change, and webhooks get lost."""
        for store in self._active_stores():
            with store._alone_with_its_errors("compare"):
                store._compare()
        for kind in ("stock", "price"):
            self.env["ecom.exchange"]._wake(kind)

    @api.model
    def _active_stores(self):
        return self.search([("active", "=", True)])

    # === ORDERS === #

    def _poll_orders(self):
        """Read what changed since the last time; at most one worker at a time does."""
        with self._only_poll() as alone:
            if alone:
                self._poll_orders_alone()

    def _poll_orders_alone(self):
        flow = self._flow("poll")
        if flow._is_paused():
            return
        since = (flow.cursor_at or self.import_since) - (OVERLAP if flow.cursor_at else timedelta(0))
        self._read_orders(flow, since, "poll")

    def _read_orders(self, flow, since, source):
        """Page through changed orders into the inbox.

        The cursor moves with the page it belongs to, in one transaction: a page cut off, a crash or
        a shop that fails half-way costs at most reading a page again.
        """
        newest = flow.cursor_at
        try:
            for page in self._channel().iter_orders(aware_utc(since)):
                if self.env["ecom.exchange"]._receive_orders(self, source, page):
                    self.env["ecom.exchange"]._wake("order")
                newest = max([newest or since, *(naive_utc(raw.modified_at) for raw in page)])
                flow.cursor_at = newest
                self.env["ir.cron"]._commit_progress()
        except (ChannelError, HoldExchange) as error:
            # what was read so far stays
            flow._failed(error)
        else:
            flow._succeeded()
        self.env["ir.cron"]._commit_progress()

    # === COMPARISON === #

    def _compare(self):
        """Read all recent orders and all articles; what differs from what we know is put right.

        Orders whose payload we have seen are left out by the inbox's unique index. An article
        whose stock is not what we last said is told again, after its orders were taken in.
        """
        since = max(fields.Datetime.now() - COMPARE_PERIOD, self.import_since)
        self._read_orders(self._flow("compare"), since, "compare")
        self._match_products()

    def _match_at_first(self):
        """A shop just connected has nothing bound yet."""
        bound = self.env["ecom.product.binding"].search_count([("store_id", "=", self.id)], limit=1)
        if not bound and not self._flow("compare")._is_paused():
            self._match_products()

    def _match_products(self):
        """Read the shop's articles and bind those whose SKU is a product's reference.

        :return: number of articles read
        """
        bindings = self.env["ecom.product.binding"]
        started = fields.Datetime.now()
        count = sum(len(bindings._match(self, page)) for page in self._channel().iter_variants())
        # a shop that shows nothing at all has rather lost its rights than its articles
        if count:
            bindings._mark_gone(self, started)
        bindings._suggest_missing(self)
        return count

    # === LOCKS === #

    @contextmanager
    def _alone_with_its_errors(self, flow):
        """Whatever goes wrong at one shop is noted on its flow, and stops no other shop nor the cron."""
        try:
            yield
        except OperationalError as error:
            self.env.cr.rollback()
            _logger.info("Shop %s, %s: left to the next run, %s", self.id, flow, type(error).__name__)
        except Exception as error:
            self.env.cr.rollback()
            if not isinstance(error, (ChannelError, HoldExchange)):
                _logger.exception("Shop %s, %s failed unexpectedly", self.id, flow)
            self._flow(flow)._failed(error)
            self.env["ir.cron"]._commit_progress()

    @contextmanager
    def _only_poll(self):
        """Whether nobody else is asking this shop.

        A lock of the connection, not of the transaction, since a poll commits page by page.
        """
        self.ensure_one()
        key = SQL("%s, %s", LOCK_NAMESPACE + 1, self.id)
        ((alone,),) = self.env.execute_query(SQL("SELECT pg_try_advisory_lock(%s)", key))
        try:
            yield alone
        except Exception:
            # an aborted transaction could not give the lock back
            self.env.cr.rollback()
            raise
        finally:
            if alone:
                self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s)", key))

    def _lock_stock_writes(self):
        """Wait for our turn to change this shop's stock figures.

        A shipment makes some shops lower their figure by themselves; a stock push computed before
        and written after would undo that and offer the same piece twice.
        """
        self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK_NAMESPACE, self.id))

    def _try_lock_stock_writes(self):
        ((locked,),) = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK_NAMESPACE, self.id)
        )
        return locked
