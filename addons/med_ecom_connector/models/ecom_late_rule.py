from odoo import api, fields, models

from ..engine.late_parcels import LateRule


class EcomLateRule(models.Model):
    """How long a carrier may take, by country; the first rule that fits counts."""

    _name = "ecom.late.rule"
    _description = "Rule for late parcels"
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    carrier_id = fields.Many2one("delivery.carrier", check_company=True, help="Empty: for all carriers.")
    country_ids = fields.Many2many("res.country", string="Countries", help="Empty: for all countries.")
    transit_days = fields.Integer(
        "Usual days",
        required=True,
        default=5,
        help="From shipment to delivery, unless the carrier promised a day.",
    )
    grace_days = fields.Integer("Days of grace", required=True, default=2)
    silent_days = fields.Integer(
        "Days without event",
        required=True,
        default=5,
        help="A parcel of which nothing is heard for so long may be lost. 0: silence is no alarm.",
    )

    _days_positive = models.Constraint(
        "CHECK (transit_days >= 0 AND grace_days >= 0 AND silent_days >= 0)", "Days can't be negative."
    )

    @api.depends("carrier_id", "country_ids")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = " / ".join(
                (
                    rule.carrier_id.name or self.env._("All carriers"),
                    ", ".join(rule.country_ids.mapped("name")) or self.env._("all countries"),
                )
            )

    def _get_for(self, picking):
        """The figures of the first of these rules that fits, or None."""
        for rule in self:
            if (
                rule.company_id in (picking.company_id, rule.company_id.browse())
                and rule.carrier_id in (picking.carrier_id, rule.carrier_id.browse())
                and (not rule.country_ids or picking.partner_id.country_id in rule.country_ids)
            ):
                return LateRule(rule.transit_days, rule.grace_days, rule.silent_days)
        return None
