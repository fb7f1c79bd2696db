from odoo import models

#: Where each chain ends. No model: nothing but the ledger reads or writes it, and its key is the chain.
HEADS = """
CREATE TABLE IF NOT EXISTS med_trace_head (
    chain varchar PRIMARY KEY,
    sequence integer NOT NULL,
    hash varchar NOT NULL
)
"""

REFUSE = """
CREATE OR REPLACE FUNCTION med_trace_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of the ledger (%) are never changed and never deleted.', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege', HINT = 'A correction is a new row.';
END $$
"""

ONLY_FORWARD = """
CREATE OR REPLACE FUNCTION med_trace_only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.chain <> OLD.chain OR NEW.sequence <= OLD.sequence THEN
        RAISE EXCEPTION 'The end of a chain of the ledger (%) only moves forward.', OLD.chain
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""

#: For each statement, so that it is told even when the statement finds no row.
APPEND_ONLY = """
DROP TRIGGER IF EXISTS med_trace_append_only ON %(table)s;
CREATE TRIGGER med_trace_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %(table)s
FOR EACH STATEMENT EXECUTE FUNCTION med_trace_refuse()
"""

HEAD_STAYS = """
DROP TRIGGER IF EXISTS med_trace_append_only ON med_trace_head;
CREATE TRIGGER med_trace_append_only BEFORE DELETE OR TRUNCATE ON med_trace_head
FOR EACH STATEMENT EXECUTE FUNCTION med_trace_refuse()
"""

HEAD_FORWARD = """
DROP TRIGGER IF EXISTS med_trace_only_forward ON med_trace_head;
CREATE TRIGGER med_trace_only_forward BEFORE UPDATE ON med_trace_head
FOR EACH ROW EXECUTE FUNCTION med_trace_only_forward()
"""


def guard(table):
    """:return: the statements that make a table append-only"""
    return APPEND_ONLY % {"table": table}


class MedTraceEvent(models.Model):
    """What keeps the ledger append-only for everybody who gets at the tables, the owner's ORM included."""

    _inherit = "med.trace.event"

    def init(self):
        """On each install and update; the statements may be repeated."""
        super().init()
        for statement in (
            HEADS,
            REFUSE,
            ONLY_FORWARD,
            guard(self._table),
            HEAD_STAYS,
            HEAD_FORWARD,
        ):
            self.env.cr.execute(statement)
