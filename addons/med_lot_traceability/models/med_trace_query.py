from odoo import models
from odoo.tools import SQL

from ..genealogy.places import ANCESTOR, SELF

#: What figures, drawing and lists of papers need of each row. Every further column would cost a fifth of a
#: millisecond per thousand rows; what people read of the few rows on the screen is fetched for these alone.
COLUMNS = (
    "id",
    "kind",
    "operation",
    "happened_on",
    "product_id",
    "lot_id",
    "quantity",
    "uom_name",
    "from_zone",
    "from_usage",
    "to_zone",
    "to_usage",
    "document_model",
    "document_id",
    "document_name",
    "order_model",
    "order_id",
    "order_name",
    "partner_ref",
    "commercial_partner_ref",
    "partner_name",
    "corrects_id",
    "source_lot_id",
)
DETAILS = (
    *COLUMNS,
    "recorded_on",
    "user_name",
    "product_name",
    "lot_name",
    "batch_name",
    "udi",
    "location_name",
    "location_dest_name",
    "move_line_ref",
    "partner_address",
    "release_status",
    "old_status",
    "new_status",
    "zone",
    "reason",
    "report_name",
    "report_hash",
)
MOST_ROWS = 20000  # of one answer; who needs more asks for a lot at a time


class MedTraceEvent(models.Model):
    _inherit = "med.trace.event"

    # The few rows that say what a lot was made from, without reading all others of the lot
    _made_from_idx = models.Index("(lot_id) WHERE source_lot_id IS NOT NULL")


class MedTrace(models.AbstractModel):
    """The SQL of the trace: rows by the hundred thousand are no work for the ORM."""

    _inherit = "med.trace"

    def _columns(self, names):
        """Columns of ``e``; quantities as floats, which the driver reads faster than exact numbers."""
        return SQL(", ").join(
            SQL("e.quantity::float8 AS quantity") if name == "quantity" else SQL.identifier("e", name)
            for name in names
        )

    def _visible(self, as_of):
        """Condition on rows ``e``: of the user's companies, and as ``_get_history`` has it: had happened by
        ``as_of``, corrected as far as corrections had been written by then.
        """
        companies = SQL("(e.company_id IS NULL OR e.company_id = ANY(%s))", self.env.companies.ids)
        if not as_of:
            replaced = SQL("SELECT 1 FROM med_trace_event c WHERE c.corrects_id = e.id")
            return SQL("%s AND NOT EXISTS (%s)", companies, replaced)
        replaced = SQL(
            "SELECT 1 FROM med_trace_event c WHERE c.corrects_id = e.id AND c.recorded_on <= %s", as_of
        )
        return SQL(
            "%s AND e.happened_on <= %s AND (e.corrects_id IS NULL OR e.recorded_on <= %s) "
            "AND NOT EXISTS (%s)",
            companies,
            as_of,
            as_of,
            replaced,
        )

    def _get_family(self, lot_ids, as_of=None):
        """The lots, what they were made from and what was made from them, at any depth.

        LATERAL with OFFSET keeps PostgreSQL on the index: it can't know how few rows a step finds.

        :return: {lot id: "self", "ancestor" or "descendant"}
        """
        self.env["med.trace.event"].flush_model()
        step = SQL("e.kind = 'transformation' AND e.quantity <> 0 AND %s", self._visible(as_of))
        found = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE up(lot_id) AS (
                    SELECT unnest(%(lots)s::int[])
                    UNION
                    SELECT s.lot_id FROM up CROSS JOIN LATERAL (
                        SELECT e.source_lot_id AS lot_id FROM med_trace_event e
                        WHERE e.lot_id = up.lot_id AND e.source_lot_id IS NOT NULL AND %(step)s OFFSET 0) s
                ), down(lot_id) AS (
                    SELECT unnest(%(lots)s::int[])
                    UNION
                    SELECT s.lot_id FROM down CROSS JOIN LATERAL (
                        SELECT e.lot_id FROM med_trace_event e
                        WHERE e.source_lot_id = down.lot_id AND %(step)s OFFSET 0) s
                )
                SELECT lot_id, 'ancestor' FROM up UNION ALL SELECT lot_id, 'descendant' FROM down
                """,
                lots=list(lot_ids),
                step=step,
            )
        )
        return dict(found) | dict.fromkeys(lot_ids, SELF)

    def _get_rows(self, roles, as_of=None, condition=None, limit=MOST_ROWS):
        """Rows about the lots of a family, oldest first; whether there are more than ``limit``.

        Of lots that others were made from only how they came here counts, of lots that were made from others
        not what else they were made from.
        """
        family = list(roles)
        ancestors = [lot for lot, role in roles.items() if role == ANCESTOR]
        elsewhere = SQL("(e.lot_id = ANY(%s) AND e.to_usage IN ('customer', 'production'))", ancestors)
        query = SQL(
            """
            SELECT %s FROM med_trace_event e
            WHERE e.lot_id = ANY(%s) AND %s AND NOT (e.kind = 'move' AND %s IS TRUE)
                AND (e.source_lot_id IS NULL OR e.source_lot_id = ANY(%s)) AND %s
            ORDER BY e.happened_on, e.id LIMIT %s
            """,
            self._columns(COLUMNS),
            family,
            self._visible(as_of),
            elsewhere,
            family,
            condition or SQL("TRUE"),
            limit + 1,
        )
        rows = self.env.execute_query_dict(query)
        return rows[:limit], len(rows) > limit

    def _get_rows_where(self, condition, as_of=None, limit=MOST_ROWS):
        """The latest movements that meet a condition on ``e``, oldest first; whether there are more."""
        self.env["med.trace.event"].flush_model()
        query = SQL(
            """
            SELECT %s FROM med_trace_event e WHERE e.kind = 'move' AND e.lot_id IS NOT NULL AND %s AND %s
            ORDER BY e.happened_on DESC, e.id DESC LIMIT %s
            """,
            self._columns(COLUMNS),
            condition,
            self._visible(as_of),
            limit + 1,
        )
        rows = self.env.execute_query_dict(query)
        return rows[limit - 1 :: -1] if len(rows) > limit else rows[::-1], len(rows) > limit

    def _get_batch_rows(self, lots, as_of=None):
        """Rows about the batches of serials: what was decided about a batch was decided about its serials."""
        chains = [f"batch/{batch.id}" for batch in lots.batch_id]
        query = SQL(
            "SELECT %s FROM med_trace_event e WHERE e.chain = ANY(%s) AND %s ORDER BY e.happened_on, e.id",
            self._columns(DETAILS),
            chains,
            self._visible(as_of),
        )
        return self.env.execute_query_dict(query) if chains else []

    def _get_details(self, row_ids):
        """All that people read of these rows: {id: row}."""
        query = SQL(
            "SELECT %s FROM med_trace_event e WHERE e.id = ANY(%s)", self._columns(DETAILS), list(row_ids)
        )
        return {row["id"]: row for row in self.env.execute_query_dict(query)} if row_ids else {}

    def _get_values(self, rows, column):
        """{id of the row: value} of a column that the rows don't bring along."""
        query = SQL(
            "SELECT e.id, %s FROM med_trace_event e WHERE e.id = ANY(%s)",
            SQL.identifier("e", column),
            [row["id"] for row in rows],
        )
        return dict(self.env.execute_query(query)) if rows else {}

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
