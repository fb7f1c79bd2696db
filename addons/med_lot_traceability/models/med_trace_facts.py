from odoo import models
from odoo.tools import SQL


class MedTrace(models.AbstractModel):
    """What is said of the lots beside their rows: papers, statuses, stock, and what stays hidden."""

    _inherit = "med.trace"

    def _get_reports(self, lot_ids, as_of=None):
        """The inspection reports that the lots' rows name, each where it first appears."""
        query = SQL(
            """
            SELECT DISTINCT ON (e.lot_id, e.report_hash) e.lot_id, e.report_name, e.report_hash, e.happened_on
            FROM med_trace_event e WHERE e.lot_id = ANY(%s) AND e.report_hash IS NOT NULL AND %s
            ORDER BY e.lot_id, e.report_hash, e.happened_on
            """,
            list(lot_ids),
            self._visible(as_of),
        )
        return self.env.execute_query_dict(query)

    def _get_last_statuses(self, lot_ids, as_of):
        """The status of each lot at a past moment: what the last row that knows it says."""
        query = SQL(
            """
            SELECT DISTINCT ON (e.lot_id) e.lot_id, COALESCE(e.new_status, e.release_status)
            FROM med_trace_event e
            WHERE e.lot_id = ANY(%s) AND e.zone IS NULL AND %s
                AND COALESCE(e.new_status, e.release_status) IS NOT NULL
            ORDER BY e.lot_id, e.happened_on DESC, e.id DESC
            """,
            list(lot_ids),
            self._visible(as_of),
        )
        return dict(self.env.execute_query(query))

    def _get_stock(self, lot_ids):
        """What is in stock now, as Odoo counts it: {lot: {code of the zone: quantity}}."""
        self.env["stock.quant"].flush_model(["quantity", "lot_id", "location_id", "company_id"])
        stock = {}
        for lot, zone, quantity in self.env.execute_query(
            SQL(
                """
                SELECT q.lot_id, COALESCE(z.code, 'undivided'), SUM(q.quantity)
                FROM stock_quant q
                JOIN stock_location l ON l.id = q.location_id AND l.usage IN ('internal', 'transit')
                LEFT JOIN med_zone z ON z.id = l.effective_zone_id
                WHERE q.lot_id = ANY(%s) AND (q.company_id IS NULL OR q.company_id = ANY(%s))
                GROUP BY 1, 2
                """,
                list(lot_ids),
                self.env.companies.ids,
            )
        ):
            stock.setdefault(lot, {})[zone] = float(quantity)
        return stock

    def _count_hidden(self, lot_ids, as_of=None):
        """How many movements of the lots belong to companies that the user may not see."""
        query = SQL(
            "SELECT count(*) FROM med_trace_event e WHERE e.lot_id = ANY(%s) AND e.kind = 'move' "
            "AND NOT e.company_id = ANY(%s) AND e.happened_on <= %s",
            list(lot_ids),
            self.env.companies.ids,
            as_of or "infinity",
        )
        ((count,),) = self.env.execute_query(query)
        return count
