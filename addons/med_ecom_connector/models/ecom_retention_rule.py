from odoo import api, fields, models
from odoo.tools import SQL

from .ecom_exchange import KINDS

#: Rows emptied per transaction.
CHUNK = 2000


class EcomRetentionRule(models.Model):
    """How long what shops sent is kept. The exchange itself, its digest and what it made stay for good."""

    _name = "ecom.retention.rule"
    _description = "Retention of shop payloads"
    _order = "company_id, kind"
    _rec_name = "kind"

    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(KINDS, help="Empty: all kinds that have no rule of their own.")
    payload_days = fields.Integer(
        "Keep payloads (days)", default=730, help="Emptied after that. 0: kept for good."
    )
    attempt_days = fields.Integer(
        "Keep tries (days)", default=365, help="Deleted after that. 0: kept for good."
    )

    _kind_uniq = models.UniqueIndex(
        "(company_id, COALESCE(kind, '')) WHERE active", "There is a rule for this kind already: change it."
    )
    _days_positive = models.Constraint(
        "CHECK (payload_days >= 0 AND attempt_days >= 0)", "Days can't be negative. 0 keeps for good."
    )

    @api.model
    def _cron_retain(self):
        """Apply all rules, a few thousand rows per transaction."""
        for rule in self.search([]):  # pylint: disable=no-search-all
            rule._apply(rule._payload_sql, rule.payload_days)
            rule._apply(rule._attempt_sql, rule.attempt_days)

    def _apply(self, make_sql, days):
        if not days:
            return
        self.env["ecom.exchange"].flush_model()
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        cleared = CHUNK
        while cleared == CHUNK:
            cleared = len(self.env.execute_query(make_sql(limit)))
            if not self.env["ir.cron"]._commit_progress(cleared):
                break
        self.env.invalidate_all()

    def _which(self, kind):
        """SQL condition: the kinds this rule is for."""
        self.ensure_one()
        if self.kind:
            return SQL("%s = %s", kind, self.kind)
        others = self.search([("company_id", "=", self.company_id.id), ("kind", "!=", False)]).mapped("kind")
        return SQL("%s != ALL(%s)", kind, others)

    def _payload_sql(self, limit):
        """Only what is settled: a held order needs its payload."""
        return SQL(
            """
            UPDATE ecom_exchange
               SET payload = NULL, payload_cleared_at = %s
             WHERE id IN (
                   SELECT id FROM ecom_exchange exchange
                    WHERE company_id = %s AND %s AND state IN ('done', 'dismissed')
                      AND payload IS NOT NULL AND finished_at < %s
                    LIMIT %s FOR UPDATE SKIP LOCKED)
         RETURNING id
            """,
            fields.Datetime.now(),
            self.company_id.id,
            self._which(SQL("kind")),
            limit,
            CHUNK,
        )

    def _attempt_sql(self, limit):
        return SQL(
            """
            DELETE FROM ecom_exchange_attempt
             WHERE id IN (
                   SELECT attempt.id
                     FROM ecom_exchange_attempt attempt
                     JOIN ecom_exchange exchange ON exchange.id = attempt.exchange_id
                    WHERE exchange.company_id = %s AND %s AND attempt.at < %s
                      AND exchange.state IN ('done', 'dismissed')
                    LIMIT %s)
         RETURNING id
            """,
            self.company_id.id,
            self._which(SQL("exchange.kind")),
            limit,
            CHUNK,
        )
