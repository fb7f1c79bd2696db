from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..ledger import ANCHOR_COLUMNS, FORMAT, GENESIS, chain_hash
from ..ledger.verify import ANCHOR_CHAIN
from .med_trace_event_guard import guard
from .med_trace_event_record import to_column

#: A transaction that was under way when the last anchor was taken may have ended since: look this far back.
OVERLAP = timedelta(days=1)


class MedTraceAnchor(models.Model):
    """One hash a day over the ends of all chains that moved, and over the anchor before.

    Whoever keeps one anchor's hash elsewhere, on paper or in a mail, can prove that nothing older was
    rewritten, not even by somebody who can compute all hashes anew. Anchors form a chain themselves.
    """

    _name = "med.trace.anchor"
    _description = "Anchor of the Ledger"
    _order = "sequence desc"
    _rec_name = "hash"
    _log_access = False

    sequence = fields.Integer("Number", required=True, readonly=True, aggregator=None)
    format = fields.Integer(required=True, readonly=True, aggregator=None)
    taken_on = fields.Datetime(required=True, readonly=True)
    event_count = fields.Integer("Rows", readonly=True, aggregator=None, help="In the whole ledger, then.")
    last_event_id = fields.Integer("Newest Row", readonly=True, aggregator=None)
    heads = fields.Text("Ends of Chains", readonly=True, help="Chain, its last row's number and hash.")
    previous_hash = fields.Char("Hash of the Anchor Before", readonly=True)
    hash = fields.Char(required=True, readonly=True)

    _sequence_uniq = models.Constraint("UNIQUE (sequence)", "There is an anchor of this number already.")

    def init(self):
        super().init()
        self.env.cr.execute(guard(self._table))

    @api.model
    def _take(self):
        """Take an anchor over what the ledger holds now.

        :return: the anchor
        """
        events = self.env["med.trace.event"]
        head = events._lock_heads([ANCHOR_CHAIN]).get(ANCHOR_CHAIN, (0, GENESIS))
        last = self.search([], limit=1)
        ((count, newest),) = self.env.execute_query(SQL("SELECT count(*), max(id) FROM med_trace_event"))
        vals = {
            "id": self.env.execute_query(SQL("SELECT nextval('med_trace_anchor_id_seq')"))[0][0],
            "format": FORMAT,
            "sequence": head[0] + 1,
            "taken_on": fields.Datetime.now(),
            "event_count": count,
            "last_event_id": newest,
            "heads": self._get_moved_heads(last.taken_on and last.taken_on - OVERLAP),
        }
        row = [to_column(kind, vals[name]) for name, kind in ANCHOR_COLUMNS.items()]
        row_hash = chain_hash(head[1], ANCHOR_COLUMNS, row)
        events._move_heads([(ANCHOR_CHAIN, vals["sequence"], row_hash)])
        self.env.execute_query(
            SQL(
                "INSERT INTO med_trace_anchor (%s) VALUES %s RETURNING id",
                SQL(", ").join(map(SQL.identifier, (*ANCHOR_COLUMNS, "previous_hash", "hash"))),
                (*row, head[1] or None, row_hash),
            )
        )
        return self.browse(vals["id"])

    @api.model
    def _get_moved_heads(self, since):
        """:return: text, a line for each chain that got a row since: its name, number and hash of its last"""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT head.chain || ' ' || head.sequence || ' ' || head.hash
                  FROM med_trace_head head
                  JOIN med_trace_event event ON event.chain = head.chain AND event.sequence = head.sequence
                 WHERE event.recorded_on >= %s
                 ORDER BY head.chain COLLATE "C"
                """,
                since or "-infinity",
            )
        )
        return "\n".join(line for (line,) in rows)

    @api.model
    def _cron_take(self):
        self._take()

    def action_take(self):
        """An anchor now: before an audit, say.

        :return: action that shows it
        """
        self.env["med.trace.event"]._check_may_verify()
        anchor = self.sudo()._take()  # sudo: nobody writes anchors by hand; who may was just checked
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": anchor.id,
            "view_mode": "form",
        }

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("Anchors of the ledger are taken by the system, not by hand."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("Anchors of the ledger are never changed."))

    # Not @api.ondelete: no module may delete these, not even while it is uninstalled.
    def unlink(self):  # pylint: disable=method-required-super
        # pylint: disable-next=no-raise-unlink
        raise UserError(self.env._("Anchors of the ledger are never deleted."))
