import logging

from psycopg2 import OperationalError

from odoo import models

_logger = logging.getLogger(__name__)

#: Fresh starts when other workers touch the same rows, before they are left to their own next tries.
TRIES = 5


class EcomStore(models.Model):
    _inherit = "ecom.store"

    def _read_orders(self, flow, since, source):
        was_failing = bool(flow.failures)
        super()._read_orders(flow, since, source)
        if was_failing and not flow.failures:
            self._go_on_after_outage()

    def _go_on_after_outage(self):
        """The shop answers again: what waits for it need not sit out its own hours of waiting."""
        for _try in range(TRIES):
            try:
                self._resume()
                self.env["ir.cron"]._commit_progress()
                return
            except OperationalError as error:
                self.env.cr.rollback()
                self.env.invalidate_all()
                _logger.info("Shop %s is back, but its rows are busy: %s", self.id, type(error).__name__)
