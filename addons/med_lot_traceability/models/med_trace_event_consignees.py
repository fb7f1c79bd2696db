from odoo import api, models
from odoo.tools import SQL


class MedTraceEvent(models.Model):
    """Who got what: the question of every recall."""

    _inherit = "med.trace.event"

    @api.model
    def _get_consignees(self, lot_ids, as_of=None):
        """Whom these lots went to, one row per lot and partner, the latest shipment first.

        Name and address are those of the latest shipment, as the ledger holds them.

        :param lot_ids: ids of stock.lot
        :param datetime as_of: naive UTC, None for now; see ``_get_history``
        :return: list of dicts: lot_id, lot_name, product_id, product_name, partner_ref, partner_name,
            partner_address, uom_name, shipped, returned, remaining (all in the product's unit),
            first_shipment, last_shipment, orders and documents (names, sorted)
        """
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT event.lot_id, event.partner_ref,
                       (array_agg(event.lot_name ORDER BY event.id DESC))[1] AS lot_name,
                       (array_agg(event.product_id ORDER BY event.id DESC))[1] AS product_id,
                       (array_agg(event.product_name ORDER BY event.id DESC))[1] AS product_name,
                       (array_agg(event.partner_name ORDER BY event.id DESC))[1] AS partner_name,
                       (array_agg(event.partner_address ORDER BY event.id DESC))[1] AS partner_address,
                       (array_agg(event.uom_name ORDER BY event.id DESC))[1] AS uom_name,
                       COALESCE(sum(event.quantity) FILTER (WHERE event.to_usage = 'customer'), 0)
                           AS shipped,
                       COALESCE(sum(event.quantity) FILTER (WHERE event.from_usage = 'customer'), 0)
                           AS returned,
                       min(event.happened_on) FILTER (WHERE event.to_usage = 'customer') AS first_shipment,
                       max(event.happened_on) FILTER (WHERE event.to_usage = 'customer') AS last_shipment,
                       array_agg(DISTINCT event.order_name)
                           FILTER (WHERE event.order_name IS NOT NULL) AS orders,
                       array_agg(DISTINCT event.document_name)
                           FILTER (WHERE event.document_name IS NOT NULL) AS documents
                  FROM med_trace_event event
                 WHERE event.lot_id = ANY(%(lots)s)
                   AND event.kind = 'move' AND event.quantity <> 0
                   AND (event.to_usage = 'customer') <> (event.from_usage = 'customer')
                   AND %(known)s
                 GROUP BY event.lot_id, event.partner_ref
                 ORDER BY last_shipment DESC NULLS LAST, event.lot_id, event.partner_ref
                """,
                lots=list(lot_ids),
                known=self._known_condition(as_of),
            )
        )
        for row in rows:
            row["remaining"] = row["shipped"] - row["returned"]
            row["orders"] = row["orders"] or []
            row["documents"] = row["documents"] or []
        return rows
