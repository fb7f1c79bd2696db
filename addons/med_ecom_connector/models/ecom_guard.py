from odoo import api, fields, models
from odoo.tools import SQL

from ..quiet import execute_quietly


class EcomGuard(models.AbstractModel):
    """One row per guarded record, changed by whoever works on it: of two at once, the second starts over.

    Under REPEATABLE READ a lock doesn't refresh what a transaction sees. Both have to change this row, so
    that the second one waits for the first, fails on the change it has not seen, and looks afresh.
    """

    _name = "ecom.guard"
    _description = "Guard against working on the same twice"
    _log_access = False

    #: name of the field with the guarded record; it needs a unique index of its own
    _guarded = ""

    version = fields.Integer(required=True)

    @api.model
    def _lock(self, records):
        """Be the only one who works on these records, until the transaction ends.

        In the order of ids, so that two workers can't wait for each other.

        :raises SerializationFailure: when somebody worked on one of them after our transaction began
        """
        if records:
            execute_quietly(
                self.env,
                SQL(
                    """
                    INSERT INTO %(table)s AS guard (%(field)s, version)
                         SELECT guarded, 1 FROM unnest(%(ids)s) guarded ORDER BY guarded
                    ON CONFLICT (%(field)s) DO UPDATE SET version = guard.version + 1
                      RETURNING id
                    """,
                    table=SQL.identifier(self._table),
                    field=SQL.identifier(self._guarded),
                    # an order may have two lines of one product
                    ids=sorted(set(records.ids)),
                ),
            )
