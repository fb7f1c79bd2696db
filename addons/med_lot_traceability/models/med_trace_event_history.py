from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..ledger import EVENT_COLUMNS

HISTORY_COLUMNS = (*EVENT_COLUMNS, "previous_hash", "hash")


class MedTraceEvent(models.Model):
    """Reading the ledger."""

    _inherit = "med.trace.event"

    @api.model
    def _known_condition(self, as_of):
        """Condition on rows ``event``: as :meth:`_get_history` has it.

        :param datetime as_of: naive UTC, None for now
        """
        return SQL(
            """
            event.happened_on <= %(limit)s
            AND (event.corrects_id IS NULL OR event.recorded_on <= %(limit)s)
            AND NOT EXISTS (
                  SELECT FROM med_trace_event correction
                   WHERE correction.corrects_id = event.id AND correction.recorded_on <= %(limit)s
                )
            """,
            limit=as_of or "infinity",
        )

    @api.model
    def _get_history(self, lot_ids, as_of=None):
        """What happened to these lots and their batches, oldest first, corrected rows replaced.

        As of a past moment: what had happened by then, corrected as far as corrections had been written by
        then. Who asks on May 2 what was known on May 1 sees the mistake that was corrected on May 2.

        :param lot_ids: ids of stock.lot
        :param datetime as_of: naive UTC, None for now
        :return: list of dicts of all columns
        """
        lots = self.env["stock.lot"].sudo().browse(lot_ids)  # sudo: only ids
        batches = [f"batch/{batch.id}" for batch in lots.batch_id]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT %(columns)s
                  FROM med_trace_event event
                 WHERE (event.lot_id = ANY(%(lots)s) OR event.chain = ANY(%(batches)s))
                   AND %(known)s
                 ORDER BY event.happened_on, event.id
                """,
                columns=SQL(", ").join(SQL.identifier("event", name) for name in HISTORY_COLUMNS),
                lots=list(lot_ids),
                batches=batches,
                known=self._known_condition(as_of),
            )
        )
        return [dict(zip(HISTORY_COLUMNS, row, strict=True)) for row in rows]

    @api.depends("kind", "document_name", "lot_name", "product_name", "happened_on")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            subject = row.document_name or row.lot_name or row.product_name or row.chain
            row.display_name = f"{kinds.get(row.kind)} {subject}, {row.happened_on}"

    def action_open_document(self):
        """:return: action that opens the paper of this row"""
        return self._open(self.document_model, self.document_id)

    def action_open_order(self):
        """:return: action that opens the order behind it"""
        return self._open(self.order_model, self.order_id)

    def _open(self, model, record_id):
        self.ensure_one()
        if model not in self.env or not self.env[model].browse(record_id).exists():
            raise UserError(
                self.env._(
                    "%(document)s is no longer there; the ledger's row is what remains of it.",
                    document=self.document_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": model,
            "res_id": record_id,
            "views": [(False, "form")],
        }

    @api.model
    def _expand_partner_ids(self, partner_ids):
        """These partners and all that were merged into them: the ids under which the ledger knows them.

        :param partner_ids: ids of res.partner
        :return: set of ids, some of which may no longer exist
        """
        query = """
            SELECT (details::jsonb ->> 'merged_id')::int FROM med_trace_event
             WHERE kind = 'merge' AND chain = ANY(%s)
        """
        found = set()
        new = set(partner_ids)
        while new:
            found |= new
            chains = [f"partner/{partner_id}" for partner_id in new]
            new = {merged_id for (merged_id,) in self.env.execute_query(SQL(query, chains))} - found
        return found
