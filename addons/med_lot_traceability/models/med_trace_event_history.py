from odoo import api, models
from odoo.tools import SQL

from ..ledger import EVENT_COLUMNS

HISTORY_COLUMNS = (*EVENT_COLUMNS, "previous_hash", "hash")


class MedTraceEvent(models.Model):
    """Reading the ledger."""

    _inherit = "med.trace.event"

    @api.model
    def _get_history(self, lot_ids, as_of=None):
        """What happened to these lots, oldest first, corrected rows replaced by their corrections.

        As of a past moment: what had happened by then, corrected as far as corrections had been written by
        then. Who asks on May 2 what was known on May 1 sees the mistake that was corrected on May 2.

        :param lot_ids: ids of stock.lot
        :param datetime as_of: naive UTC, None for now
        :return: list of dicts of all columns
        """
        limit = as_of or "infinity"
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(columns)s
                  FROM med_trace_event event
                 WHERE event.lot_id = ANY(%(lots)s)
                   AND event.happened_on <= %(limit)s
                   AND (event.corrects_id IS NULL OR event.recorded_on <= %(limit)s)
                   AND NOT EXISTS (
                         SELECT FROM med_trace_event correction
                          WHERE correction.corrects_id = event.id AND correction.recorded_on <= %(limit)s
                       )
                 ORDER BY event.happened_on, event.id
                """,
                columns=SQL(", ").join(SQL.identifier("event", name) for name in HISTORY_COLUMNS),
                lots=list(lot_ids),
                limit=limit,
            )
        )
        return [dict(zip(HISTORY_COLUMNS, row, strict=True)) for row in rows]
