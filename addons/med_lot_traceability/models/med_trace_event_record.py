import itertools
import json
from datetime import date, datetime
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..ledger import EVENT_COLUMNS, FORMAT, GENESIS, chain_hash
from ..ledger.columns import DATE, DATETIME, DECIMAL

INSERT_COLUMNS = (*EVENT_COLUMNS, "previous_hash", "hash")


def to_column(kind, value):
    """A value as it is stored and hashed: no False, no empty text, seconds, six decimals."""
    if value is None or value == "" or (value is False and kind != "boolean"):
        return None
    if kind == DATETIME and not isinstance(value, datetime):
        return fields.Datetime.to_datetime(value)
    if kind == DATETIME:
        return value.replace(microsecond=0)
    if kind == DATE and not isinstance(value, date):
        return fields.Date.to_date(value)
    if kind == DECIMAL:
        return Decimal(f"{value:.6f}")
    return value


class MedTraceEvent(models.Model):
    """How a row gets into the ledger: this way only."""

    _inherit = "med.trace.event"

    @api.model
    def _record(self, vals_list):
        """Append rows to the ledger, each to its chain, and lock those chains until the transaction ends.

        Whoever writes to the same chain at the same time waits, gets a serialization error when this
        transaction commits, and is run again by Odoo: a chain has one order. Different chains don't meet.

        :param vals_list: list of dicts of fields of this model, without the chain's own. ``chain``, ``kind``
            and ``happened_on`` are due; ``details`` may be a dict; who and ``recorded_on`` are filled in
        :return: the rows, in the given order
        """
        if not vals_list:
            return self.browse()
        chains = sorted({vals["chain"] for vals in vals_list})
        heads = self._lock_heads(chains)
        ids = self._next_ids(len(vals_list))
        common = self._prepare_common_vals()
        rows = []
        for row_id, vals in zip(ids, vals_list, strict=True):
            chain = vals["chain"]
            sequence, previous_hash = heads.get(chain, (0, GENESIS))
            row = self._prepare_row({**common, **vals, "id": row_id, "sequence": sequence + 1})
            row_hash = chain_hash(previous_hash, EVENT_COLUMNS, row)
            rows.append((*row, previous_hash or None, row_hash))
            heads[chain] = (sequence + 1, row_hash)
        # Heads first: of two that begin a chain together, the second is told to come again.
        self._move_heads([(chain, *heads[chain]) for chain in chains])
        self._insert_rows(rows)
        return self.browse(ids)

    def _prepare_common_vals(self):
        return {
            "format": FORMAT,
            "recorded_on": fields.Datetime.now(),
            "user_id": self.env.uid,
            # sudo: everybody's own name, whatever the rules on partners
            "user_name": self.env.user.sudo().name,
            "company_id": self.env.company.id,
        }

    def _prepare_row(self, vals):
        if unknown := vals.keys() - EVENT_COLUMNS.keys():
            raise ValueError(f"The ledger has no column {', '.join(sorted(unknown))}")
        if isinstance(vals.get("details"), dict):
            details = json.dumps(vals["details"], ensure_ascii=False, sort_keys=True, default=str)
            vals["details"] = details
        return [to_column(kind, vals.get(name)) for name, kind in EVENT_COLUMNS.items()]

    def _lock_heads(self, chains):
        """Where these chains end, locked in sorted order: two writers can't wait for each other.

        :return: dict of chain to (sequence, hash); chains that begin now are missing
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT chain, sequence, hash FROM med_trace_head
                 WHERE chain = ANY(%s) ORDER BY chain FOR UPDATE
                """,
                chains,
            )
        )
        return {chain: (sequence, row_hash) for chain, sequence, row_hash in rows}

    def _move_heads(self, heads):
        self.env.execute_query(
            SQL(
                """
                INSERT INTO med_trace_head (chain, sequence, hash) VALUES %s
                ON CONFLICT (chain) DO UPDATE SET sequence = EXCLUDED.sequence, hash = EXCLUDED.hash
                RETURNING chain
                """,
                SQL(", ").join(SQL("%s", head) for head in heads),
            )
        )

    def _next_ids(self, count):
        query = "SELECT nextval('med_trace_event_id_seq') FROM generate_series(1, %s)"
        return [row_id for (row_id,) in self.env.execute_query(SQL(query, count))]

    def _insert_rows(self, rows):
        # Only columns that one of the rows fills: turning values into SQL is what takes the time.
        filled = [any(value is not None for value in column) for column in zip(*rows, strict=True)]
        columns = list(itertools.compress(INSERT_COLUMNS, filled))
        self.env.execute_query(
            SQL(
                "INSERT INTO med_trace_event (%s) VALUES %s RETURNING id",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(SQL("%s", tuple(itertools.compress(row, filled))) for row in rows),
            )
        )

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("Rows of the ledger are written by what happens in the warehouse, not by hand.")
        )

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._(
                "The ledger is never changed. Correct the document: the ledger gets a row that says so."
            )
        )

    # Not @api.ondelete: no module may delete these, not even while it is uninstalled.
    def unlink(self):  # pylint: disable=method-required-super
        # pylint: disable-next=no-raise-unlink
        raise UserError(self.env._("Nothing is ever deleted from the ledger."))
