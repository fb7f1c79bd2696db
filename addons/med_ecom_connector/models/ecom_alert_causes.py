from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .ecom_exchange_inbox import CRONS

#: New orders in a row that no webhook announced, before its silence is told of; and how long one may be late.
SILENT_ORDERS = 3
WEBHOOK_LATE = timedelta(minutes=10)
#: A job that should have run this long ago does not run.
CRON_LATE = timedelta(minutes=30)
#: Put off on purpose: these are no queue that piles up.
ON_PURPOSE = ("awaiting_tracking", "shipment_running", "order_not_visible")


class EcomAlert(models.Model):
    _inherit = "ecom.alert"

    @api.model
    def _find_causes(self):
        """All that is wrong now.

        :return: dict of (store, cause) to the values of the alert
        """
        stores = self.env["ecom.store"]._active_stores()
        found = {}
        if not stores:
            return found
        for finder in (
            self._find_waiting,
            self._find_given_up,
            self._find_failing,
            self._find_lag,
            self._find_webhook_silence,
        ):
            found.update(finder(stores))
        found.update(self._find_stopped_crons())
        return found

    @api.model
    def _find_waiting(self, stores):
        found = {}
        groups = self.env["ecom.exchange"]._read_group(
            [("store_id", "in", stores.ids), ("state", "=", "held")],
            ["store_id"],
            ["__count", "finished_at:min"],
        )
        for store, count, since in groups:
            found[store, "held"] = {"count": count, "params": {"count": count}}
            limit = fields.Datetime.now() - timedelta(hours=store.alert_held_hours)
            if store.alert_held_hours and since and since < limit:
                late = self.env["ecom.exchange"].search_count(
                    [("store_id", "=", store.id), ("state", "=", "held"), ("finished_at", "<", limit)]
                )
                params = {"count": late, "hours": store.alert_held_hours}
                found[store, "held_long"] = {"count": late, "params": params}
        return found

    @api.model
    def _find_given_up(self, stores):
        groups = self.env["ecom.exchange"]._read_group(
            [("store_id", "in", stores.ids), ("state", "=", "dead")], ["store_id"], ["__count"]
        )
        return {(store, "dead"): {"count": count, "params": {"count": count}} for store, count in groups}

    @api.model
    def _find_failing(self, stores):
        """Shops that refuse us, or have failed for some time: one alert, whichever flows it stops."""
        found = {}
        now = fields.Datetime.now()
        for store in stores:
            failing = store.flow_ids.filtered("failing_since")
            if "auth" in failing.mapped("problem"):
                found[store, "auth"] = {"params": {}}
                continue
            first = failing.sorted("failing_since")[:1]
            if first and first.failing_since <= now - timedelta(minutes=store.alert_failing_minutes):
                found[store, "failing"] = {
                    "count": store.pending_count,
                    "params": {
                        "minutes": int((now - first.failing_since).total_seconds() // 60),
                        "problem": first.problem,
                        "problem_params": first.problem_params or {},
                    },
                }
        return found

    @api.model
    def _find_lag(self, stores):
        """Work that is due and not done, though nothing hinders it."""
        now = fields.Datetime.now()
        query = SQL(
            """
            SELECT exchange.store_id, COUNT(*), MIN(exchange.next_try)
              FROM ecom_exchange exchange
              LEFT JOIN ecom_store_flow flow
                ON flow.store_id = exchange.store_id AND flow.flow = exchange.kind
             WHERE exchange.state = 'pending' AND exchange.store_id IN %s AND exchange.next_try <= %s
               AND (flow.paused_until IS NULL OR flow.paused_until <= %s)
             GROUP BY exchange.store_id
            """,
            tuple(stores.ids),
            now,
            now,
        )
        self.env["ecom.exchange"].flush_model()
        self.env["ecom.store.flow"].flush_model()
        found = {}
        for store_id, count, since in self.env.execute_query(query):
            store = stores.browse(store_id)
            minutes = int((now - since).total_seconds() // 60)
            if minutes >= store.alert_lag_minutes:
                found[store, "lag"] = {"count": count, "params": {"count": count, "minutes": minutes}}
        return found

    @api.model
    def _find_webhook_silence(self, stores):
        """Shops that used to announce their orders and have stopped: we found the last ones by asking."""
        query = SQL(
            """
            WITH heard AS (
                SELECT store_id, MAX(create_date) AS at FROM ecom_exchange
                 WHERE kind = 'order' AND source = 'webhook' AND store_id IN %(stores)s GROUP BY store_id)
            SELECT found.store_id, COUNT(DISTINCT found.external_id)
              FROM ecom_exchange found JOIN heard ON heard.store_id = found.store_id
             WHERE found.kind = 'order' AND found.source IN ('poll', 'compare')
               AND found.create_date > heard.at AND found.create_date < %(late)s
               AND NOT EXISTS (
                   SELECT FROM ecom_exchange older
                    WHERE older.store_id = found.store_id AND older.kind = 'order'
                      AND older.external_id = found.external_id AND older.id < found.id)
             GROUP BY found.store_id HAVING COUNT(DISTINCT found.external_id) >= %(enough)s
            """,
            stores=tuple(stores.ids),
            late=fields.Datetime.now() - WEBHOOK_LATE,
            enough=SILENT_ORDERS,
        )
        self.env["ecom.exchange"].flush_model()
        return {
            (stores.browse(store_id), "webhook_silence"): {"count": count, "params": {"count": count}}
            for store_id, count in self.env.execute_query(query)
        }

    @api.model
    def _find_stopped_crons(self):
        late = fields.Datetime.now() - CRON_LATE
        # Whoever looks at the board need not have access to crons.
        crons = self.env["ir.cron"].sudo()
        for xmlid in CRONS.values():
            crons |= self.env.ref(xmlid).sudo()
        stopped = crons.filtered(lambda cron: not cron.active or cron.nextcall < late)
        if not stopped:
            return {}
        jobs = ", ".join(stopped.mapped("name"))
        return {(self.env["ecom.store"], "cron_stopped"): {"params": {"jobs": jobs}}}
