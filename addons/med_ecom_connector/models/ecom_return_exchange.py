from odoo import api, fields, models


class EcomReturn(models.Model):
    """Goods exchanged in the shop: others go out for them, on the order that they came from."""

    _inherit = "ecom.return"

    in_exchange = fields.Boolean(
        "Exchanged in the shop", readonly=True, help="Other goods go out for these, on the same order."
    )
    exchange_pending = fields.Boolean(
        "Other goods are not on the order yet",
        readonly=True,
        help="The shop puts them there once the return is accepted. Only then is known who owes whom.",
    )
    is_claim = fields.Boolean(
        "Claim", readonly=True, help="The customer complained about the goods, and the shop accepted it."
    )

    @api.model
    def _prepare_vals(self, store, row, sale):
        vals = super()._prepare_vals(store, row, sale)
        return {
            **vals,
            "in_exchange": row.in_exchange,
            "exchange_pending": row.exchange_pending,
            "is_claim": row.is_claim,
        }

    def _follow(self, row):
        super()._follow(row)
        if self.exchange_pending != row.exchange_pending:
            self.exchange_pending = row.exchange_pending

    def _is_credited_by_exchange(self):
        """Whether these goods are set against the ones that go out for them, or will be."""
        self.ensure_one()
        return self.in_exchange and self.state != "cancelled" and self.decision in (False, "accept")
