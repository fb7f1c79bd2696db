from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.payload import digest
from ..quiet import execute_quietly
from .ecom_exchange_inbox import CRONS


class EcomExchange(models.Model):
    """What webhooks say: a hint each, and one call of the cron for all that come at once."""

    _inherit = "ecom.exchange"

    @api.model
    def _receive_hint(self, store, event, body):
        """Note that the shop says something changed. The same delivery twice makes one row.

        :param event: :class:`~..channels.neutral.WebhookEvent`
        :param bytes body: raw body, whose digest tells repeats from news
        :return: whether it was news
        """
        row = {"external_id": event.external_id, "reference": "", "digest": digest(body), "payload": None}
        news = self._insert_new(store, event.kind, "webhook", [row])
        if news and not self._is_woken(event.kind):
            self._wake(event.kind)
        return bool(news)

    @api.model
    def _is_woken(self, kind):
        """Whether the flow's cron was called a moment ago, and will not look before this is committed.

        A call costs a connection to the database of its own, and a thousand webhooks need one cron.
        A worker clears the cron's triggers before it looks at the queue: while we hold a share of one,
        it waits for us. One that is being cleared is of no use: its worker may have looked already.
        Only calls of the last two seconds count, so that a stream of webhooks can't keep the worker out.
        """
        cron_id = self.env["ir.model.data"]._xmlid_to_res_id(CRONS[kind])
        now = fields.Datetime.now()
        try:
            with self.env.cr.savepoint(flush=False):
                return bool(
                    execute_quietly(
                        self.env,
                        SQL(
                            """
                            SELECT id FROM ir_cron_trigger
                             WHERE cron_id = %s AND call_at BETWEEN %s AND %s
                             LIMIT 1 FOR KEY SHARE SKIP LOCKED
                            """,
                            cron_id,
                            fields.Datetime.subtract(now, seconds=2),
                            now,
                        ),
                    )
                )
        except SerializationFailure:
            # cleared since this transaction began
            return False
