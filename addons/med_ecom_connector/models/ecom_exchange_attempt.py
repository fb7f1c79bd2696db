from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class EcomExchangeAttempt(models.Model):
    """One try of an exchange: when, how long, and what came of it."""

    _name = "ecom.exchange.attempt"
    _description = "Try of a shop exchange"
    _order = "id desc"
    _log_access = False
    _rec_name = "at"

    exchange_id = fields.Many2one("ecom.exchange", required=True, index=True, ondelete="restrict")
    store_id = fields.Many2one("ecom.store", "Shop", required=True, ondelete="restrict")
    company_id = fields.Many2one(related="store_id.company_id", store=True)
    kind = fields.Char(required=True)
    at = fields.Datetime("Time", required=True)
    seconds = fields.Float(aggregator="avg", help="Share of the batch's working time.")
    outcome = fields.Selection(
        [
            ("done", "Done"),
            ("failed", "Failed, tried again later"),
            ("held", "Held"),
            ("dead", "Given up"),
        ],
        required=True,
    )
    message = fields.Char("What happened (English)", index="trigram")

    _at_idx = models.Index("(at, store_id)")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_record(self):
        raise UserError(self.env._("Tries are part of the record; only the retention rules clear them."))

    @api.model
    def _note(self, exchanges, failed_before, seconds):
        """Write down a try of each exchange, in one statement.

        What was put off without having failed (a shipment that waits for its tracking number) was no try.

        :param dict failed_before: failed tries by exchange id, before this one
        :param float seconds: what each took
        """
        outcomes = {exchange: exchange._outcome(failed_before[exchange.id]) for exchange in exchanges}
        values = [
            SQL(
                "(%s, %s, %s, %s, %s, %s, %s, %s)",
                exchange.id,
                exchange.store_id.id,
                exchange.company_id.id,
                exchange.kind,
                fields.Datetime.now(),
                seconds,
                outcome,
                exchange.problem_text or None,
            )
            for exchange, outcome in outcomes.items()
            if outcome
        ]
        if values:
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO ecom_exchange_attempt
                                (exchange_id, store_id, company_id, kind, at, seconds, outcome, message)
                         VALUES %s RETURNING id
                    """,
                    SQL(", ").join(values),
                )
            )
            exchanges.invalidate_recordset(["attempt_ids"])
