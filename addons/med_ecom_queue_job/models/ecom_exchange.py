from psycopg2.errors import UniqueViolation

from odoo import api, fields, models

from odoo.addons.med_ecom_connector.models.ecom_exchange_runner import BATCH
from odoo.addons.queue_job.exception import RetryableJobError


class EcomExchange(models.Model):
    """The same rows, claimed and run the same way, but by jobs: as many at once as channels allow.

    The crons stay as a safety net: they take what is due and no job has, under the same locks.
    """

    _inherit = "ecom.exchange"

    @api.model
    def _wake(self, kind, at=None):
        """Flows that only work off their queue get jobs; those that look for work first keep their cron."""
        if kind not in BATCH or kind in ("stock", "price"):
            return super()._wake(kind, at)
        self._enqueue(kind, at)
        return None

    @api.model
    def _enqueue(self, kind, at=None):
        """One waiting job per shop, flow and moment is enough: it takes whatever is due when it runs."""
        self.flush_model()
        limit = at or fields.Datetime.now()
        groups = self.sudo()._read_group(
            [
                ("kind", "=", kind),
                ("state", "=", "pending"),
                ("next_try", "<=", limit),
                ("store_id.active", "=", True),
            ],
            ["store_id"],
        )
        for (store,) in groups:
            # Whoever caused the change need not have access to jobs, nor write the log.
            self.sudo().with_delay(
                channel=f"root.shops.shop_{store.id}.{kind}",
                identity_key=f"ecom-{store.id}-{kind}-{at or 'now'}",
                eta=at,
                description=f"{store.name}: {kind}",
            )._job_run(store.id, kind)

    @api.model
    def _job_run(self, store_id, kind):
        """Run a batch of a shop's flow; a row's error stays with the row, as under cron.

        :raises RetryableJobError: when another worker won a race
        """
        store = self.env["ecom.store"].browse(store_id)
        batch = self._claim(kind, BATCH[kind], store)
        if not batch:
            return
        try:
            batch._run()
            self.flush_model()
        except UniqueViolation as error:
            raise RetryableJobError("another worker was faster", ignore_retry=True) from error
        self._enqueue(kind)
