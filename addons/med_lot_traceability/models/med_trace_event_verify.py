from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..ledger.verify import ANCHOR_ROW, ANCHOR_TABLE, EVENT_ROW, EVENT_TABLE, HEAD_ROW, HEAD_TABLE, verify

FETCHED_AT_ONCE = 2000
NOTED_EVERY = 20_000
ROLES = ("auditor", "quality_manager", "administrator")


class MedTraceEvent(models.Model):
    """The verifier, run on the database itself."""

    _inherit = "med.trace.event"

    @api.model
    def _check_may_verify(self):
        """:raise AccessError: verifying takes a while, so it is for those whose business it is"""
        groups = [f"med_lot_traceability.group_{role}" for role in ROLES]
        if not self.env.su and not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._(
                    "Auditors, quality managers and administrators verify the ledger. Ask one of them."
                )
            )

    @api.model
    def _verify(self, known_anchors=(), note=None):
        """Verify all of the ledger, with a cursor that streams: memory grows with the chains, not the rows.

        :param known_anchors: hashes of anchors that must be there
        :param note: called with how many rows were read, now and then
        :return: :class:`..ledger.verify.Report`
        """
        self.env.flush_all()
        return verify(
            self._stream(EVENT_TABLE, EVENT_ROW, ("chain", "sequence"), note),
            self._stream(HEAD_TABLE, HEAD_ROW, ("chain",)),
            self._stream(ANCHOR_TABLE, ANCHOR_ROW, ("sequence",)),
            known_anchors,
        )

    def _stream(self, table, names, order, note=None):
        """Rows of a table as tuples, fetched through a server-side cursor."""
        count = 0
        cursor = SQL.identifier(f"verify_{table}")
        columns = SQL(", ").join(map(SQL.identifier, names))
        order = SQL(", ").join(map(SQL.identifier, order))
        table = SQL.identifier(table)
        self.env.cr.execute(
            SQL(
                "DECLARE %s NO SCROLL CURSOR FOR SELECT %s FROM %s ORDER BY %s", cursor, columns, table, order
            )
        )
        try:
            while rows := self.env.execute_query(SQL("FETCH %s FROM %s", SQL(str(FETCHED_AT_ONCE)), cursor)):
                yield from rows
                count += len(rows)
                if note and count % NOTED_EVERY < FETCHED_AT_ONCE:
                    note(count)
        finally:
            self.env.cr.execute(SQL("CLOSE %s", cursor))

    @api.model
    def _describe_problem(self, problem):
        """:return: text for people about a :class:`..ledger.problems.Problem`"""
        values = {name: value if value is not None else "" for name, value in vars(problem).items()}
        texts = {
            "changed": self.env._(
                "Row %(sequence)s of chain %(chain)s (%(table)s, id %(row_id)s) was changed "
                "after it was written.",
                **values,
            ),
            "link": self.env._(
                "Row %(sequence)s of chain %(chain)s (%(table)s, id %(row_id)s) doesn't follow on the row "
                "before it: one of the two was replaced.",
                **values,
            ),
            "extra": self.env._(
                "Row %(sequence)s of chain %(chain)s (%(table)s, id %(row_id)s) is there twice: "
                "it was put in.",
                **values,
            ),
            "missing": self.env._(
                "Rows %(sequence)s to %(until)s of chain %(chain)s (%(table)s) are missing.", **values
            ),
            "no_head": self.env._(
                "The end of chain %(chain)s (%(table)s, last row id %(row_id)s) isn't recorded "
                "in med_trace_head.",
                **values,
            ),
            "beyond_head": self.env._(
                "Rows %(sequence)s and later of chain %(chain)s (%(table)s, up to id "
                "%(row_id)s) come after the "
                "end that med_trace_head recorded: they were put in, or the record was changed.",
                **values,
            ),
            "head": self.env._(
                "The last row of chain %(chain)s (%(table)s, row %(sequence)s, id %(row_id)s) "
                "isn't the one that "
                "med_trace_head recorded: one of the two was changed.",
                **values,
            ),
            "anchor": self.env._(
                "Row %(sequence)s of chain %(chain)s (%(table)s, id %(row_id)s) isn't what "
                "anchor %(anchor)s took "
                "down: it was replaced or taken out.",
                **values,
            ),
            "unknown_anchor": self.env._(
                "No anchor has the known hash %(detail)s: anchors were replaced or taken out.", **values
            ),
        }
        return texts[problem.code]
