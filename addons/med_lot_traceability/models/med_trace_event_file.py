from odoo import api, models
from odoo.tools import SQL

from .med_trace_event_history import HISTORY_COLUMNS


class MedTraceEvent(models.Model):
    """Reading all that was written, corrected rows included: for life-cycle files and exports."""

    _inherit = "med.trace.event"

    @api.model
    def _get_written_rows(self, condition, order=None):
        """:param SQL condition: on ``event``; so is ``order``, default: as written
        :return: list of dicts of all columns
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM med_trace_event event WHERE %s ORDER BY %s",
                SQL(", ").join(SQL.identifier("event", name) for name in HISTORY_COLUMNS),
                condition,
                order or SQL("event.id"),
            )
        )
        return [dict(zip(HISTORY_COLUMNS, row, strict=True)) for row in rows]
