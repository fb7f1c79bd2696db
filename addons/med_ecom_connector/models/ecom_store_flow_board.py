from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .ecom_alert_causes import ON_PURPOSE

HOURS = 48
#: Minutes after which a board without a run of the watch says that no scheduled job runs.
WATCH_LATE = 5


class EcomStoreFlow(models.Model):
    _inherit = "ecom.store.flow"

    @api.model
    def get_board(self):
        """How every flow of every shop is doing, for the board.

        :return: dict with ``stores``, each with its ``flows`` and ``hours`` (done and not done per hour,
            oldest first), and ``stopped_since``: when scheduled jobs last ran if they don't run now, or False
        """
        stores = self.env["ecom.store"].search([("active", "=", True)])
        queues, tries, hours = (
            self._board_queues(stores),
            self._board_tries(stores),
            self._board_hours(stores),
        )
        return {
            "stopped_since": self._board_stopped_since(),
            "stores": [
                {
                    "id": store.id,
                    "name": store.name,
                    "channel": dict(store._fields["channel"]._description_selection(self.env))[store.channel],
                    "alerts": store.open_alert_count,
                    "flows": [flow._prepare_board_row(queues, tries) for flow in store.offered_flow_ids],
                    "hours": hours.get(store.id, [[0, 0]] * HOURS),
                }
                for store in stores
            ],
        }

    def _prepare_board_row(self, queues, tries):
        """:return: dict; ``lag`` in minutes, ``error_rate`` in per cent or False without a try"""
        now = fields.Datetime.now()
        queue = queues.get((self.store_id.id, self.flow), {})
        done, failed = tries.get((self.store_id.id, self.flow), (0, 0))
        since = queue.get("since")
        return {
            "id": self.id,
            "flow": self.flow,
            "label": dict(self._fields["flow"]._description_selection(self.env))[self.flow],
            "last_success": fields.Datetime.to_string(self.last_success),
            "lag": int((now - since).total_seconds() // 60) if since else 0,
            "queue": queue.get("pending", 0),
            "held": queue.get("held", 0),
            "dead": queue.get("dead", 0),
            "tries": done + failed,
            "error_rate": round(100.0 * failed / (done + failed), 1) if done + failed else False,
            "paused_until": fields.Datetime.to_string(self.paused_until) if self._is_paused() else False,
            "error": self.error,
        }

    @api.model
    def _board_queues(self, stores):
        """:return: dict of (store id, flow) to counts by state and ``since`` of the oldest waiting"""
        self.env["ecom.exchange"].flush_model()
        query = SQL(
            """
            SELECT store_id, kind, state, COUNT(*),
                   MIN(COALESCE(requeued_at, create_date))
                       FILTER (WHERE state = 'pending' AND COALESCE(problem, '') NOT IN %s)
              FROM ecom_exchange
             WHERE store_id IN %s AND state IN ('pending', 'held', 'dead')
             GROUP BY store_id, kind, state
            """,
            ON_PURPOSE,
            tuple(stores.ids) or (0,),
        )
        queues = {}
        for store_id, kind, state, count, since in self.env.execute_query(query):
            queue = queues.setdefault((store_id, kind), {})
            queue[state] = count
            queue["since"] = since or queue.get("since")
        return queues

    @api.model
    def _board_tries(self, stores):
        """:return: dict of (store id, flow) to tries of the last 24 hours: done, not done"""
        query = SQL(
            """
            SELECT store_id, kind, COUNT(*) FILTER (WHERE outcome = 'done'),
                   COUNT(*) FILTER (WHERE outcome != 'done')
              FROM ecom_exchange_attempt
             WHERE store_id IN %s AND at >= %s
             GROUP BY store_id, kind
            """,
            tuple(stores.ids) or (0,),
            fields.Datetime.now() - timedelta(days=1),
        )
        return {(store, kind): (done, failed) for store, kind, done, failed in self.env.execute_query(query)}

    @api.model
    def _board_hours(self, stores):
        """:return: dict of store id to a list of [done, not done] per hour, the last is running"""
        this_hour = fields.Datetime.now().replace(minute=0, second=0)
        first = this_hour - timedelta(hours=HOURS - 1)
        query = SQL(
            """
            SELECT store_id, FLOOR(EXTRACT(EPOCH FROM at - %(first)s) / 3600)::int,
                   COUNT(*) FILTER (WHERE outcome = 'done'), COUNT(*) FILTER (WHERE outcome != 'done')
              FROM ecom_exchange_attempt
             WHERE store_id IN %(stores)s AND at >= %(first)s AND at < %(end)s
             GROUP BY 1, 2
            """,
            first=first,
            end=this_hour + timedelta(hours=1),
            stores=tuple(stores.ids) or (0,),
        )
        hours = {}
        for store_id, hour, done, failed in self.env.execute_query(query):
            hours.setdefault(store_id, [[0, 0] for _hour in range(HOURS)])[hour] = [done, failed]
        return hours

    @api.model
    def _board_stopped_since(self):
        # Whoever looks at the board need not have access to crons.
        cron = self.env.ref("med_ecom_connector.ir_cron_watch").sudo()
        late = fields.Datetime.now() - timedelta(minutes=WATCH_LATE)
        ran = cron.lastcall or cron.create_date
        return fields.Datetime.to_string(ran) if ran < late or not cron.active else False
