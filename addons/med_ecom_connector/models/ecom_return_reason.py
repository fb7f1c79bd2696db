from odoo import api, fields, models


class EcomReturnReason(models.Model):
    """Why goods come back, by a code that the shops use, too."""

    _name = "ecom.return.reason"
    _description = "Reason of a return"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    needs_check = fields.Boolean(
        "Quality check", help="Goods sent back for this reason are looked at before anything is decided."
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "This code names a reason already.")

    @api.model
    def _named(self, text):
        """The reason that a shop's code or words name, or none."""
        words = (text or "").strip().casefold()
        # a dozen rows; in SQL, % and _ in a shop's words would match what they don't name
        reasons = self.search([])  # pylint: disable=no-search-all
        return reasons.filtered(lambda one: words in (one.code.casefold(), one.name.casefold()))[:1]

    def _foremost(self):
        """The one that speaks for all: what has to be checked before what need not, known before unknown."""
        other = self._other()
        return self.sorted(lambda one: (not one.needs_check, one == other))[:1]

    @api.model
    def _other(self):
        """The one for all that no other names; empty where somebody deleted it."""
        return self.env.ref("med_ecom_connector.return_reason_other", raise_if_not_found=False) or self
