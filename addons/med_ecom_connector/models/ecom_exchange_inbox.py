from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.instants import naive_utc
from ..engine.payload import digest, dumps
from ..quiet import execute_quietly

CRONS = {
    "product": "med_ecom_connector.ir_cron_products_out",
    "product_in": "med_ecom_connector.ir_cron_products_in",
    "order": "med_ecom_connector.ir_cron_orders",
    "shipment": "med_ecom_connector.ir_cron_shipments",
    "stock": "med_ecom_connector.ir_cron_stock",
    "price": "med_ecom_connector.ir_cron_prices",
    "cancel": "med_ecom_connector.ir_cron_cancels",
    "poll": "med_ecom_connector.ir_cron_poll",
    "booking": "med_ecom_connector.ir_cron_bookings",
    "refund": "med_ecom_connector.ir_cron_refunds",
    "return": "med_ecom_connector.ir_cron_returns",
    "delivery": "med_ecom_connector.ir_cron_deliveries",
}


class EcomExchange(models.Model):
    _inherit = "ecom.exchange"

    @api.model
    def _receive_orders(self, store, source, raw_orders):
        """Take orders as the shop showed them into the inbox; what is known already is left out.

        :param raw_orders: list of :class:`~..channels.neutral.RawOrder`
        :return: number of rows that were news
        """
        external_ids = [raw.external_id for raw in raw_orders]
        taken_in = self.env["ecom.order.binding"]._by_external_id(store, external_ids)
        held = self._held_states(store, external_ids)
        rows = []
        for raw in raw_orders:
            text = dumps(raw.payload)
            state, binding = digest(text), taken_in.get(raw.external_id)
            if (raw.external_id, state) in held or (binding and binding.digest == state):
                continue
            row = {
                "external_id": raw.external_id,
                "reference": raw.number,
                "digest": self._inbox_digest(raw, state, binding),
                "payload": text,
            }
            rows.append(row)
        return self._insert_new(store, "order", source, rows)

    @api.model
    def _inbox_digest(self, raw, state, binding):
        """What makes a state news: itself, and with an unchanged time also what it came after.

        An order that is changed twice in the second of its time stamp may end as it was before.
        """
        if binding and binding.modified_at == naive_utc(raw.modified_at):
            return digest(f"{state} after {binding.digest}")
        return state

    @api.model
    def _held_states(self, store, external_ids):
        """States of orders that wait for a person.

        :return: set of (external id, digest)
        """
        held = self.search(
            [
                ("store_id", "=", store.id),
                ("external_id", "in", external_ids),
                ("kind", "=", "order"),
                ("state", "=", "held"),
                ("payload", "!=", False),
            ]
        )
        return {(one.external_id, digest(one.payload)) for one in held}

    @api.model
    def _insert_new(self, store, kind, source, rows):
        """Insert the rows that the unique index has not seen.

        Under REPEATABLE READ, ``ON CONFLICT DO NOTHING`` fails when the other row was committed
        after our snapshot. For a single row that failure says just what we want to know: it is
        there already. Of several rows, each is then tried by itself.
        """
        if not rows:
            return 0
        try:
            with self.env.cr.savepoint():
                return len(execute_quietly(self.env, self._insert_new_sql(store, kind, source, rows)))
        except SerializationFailure:
            if len(rows) == 1:
                return 0
            return sum(self._insert_new(store, kind, source, [row]) for row in rows)

    def _insert_new_sql(self, store, kind, source, rows):
        now = fields.Datetime.now()
        values = SQL(", ").join(
            SQL(
                "(%s, %s, %s, %s, %s, %s, %s, %s, 'pending', 0, %s, %s, %s, %s, %s)",
                store.id,
                store.company_id.id,
                kind,
                source,
                row["external_id"],
                row["reference"] or None,
                row["digest"],
                row["payload"],
                self.env.uid,
                self.env.uid,
                now,
                now,
                now,
            )
            for row in rows
        )
        return SQL(
            """
            INSERT INTO ecom_exchange (
                        store_id, company_id, kind, source, external_id, reference, digest, payload,
                        state, attempts, create_uid, write_uid, create_date, write_date, next_try)
                 VALUES %s
            ON CONFLICT (store_id, kind, external_id, digest) DO NOTHING
              RETURNING id
            """,
            values,
        )

    @api.model
    def _wake(self, kind, at=None):
        """Have the cron of a flow run as soon as this transaction is committed, or at a later time."""
        # Whoever caused the change need not have access to crons.
        self.env.ref(CRONS[kind]).sudo()._trigger(at)
