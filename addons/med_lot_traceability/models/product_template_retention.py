from odoo import api, models

from ..retention import STRICTEST, RetentionRule


class ProductTemplate(models.Model):
    """Which retention rules hold for a device; a device with lots to be kept is archived, never deleted."""

    _inherit = "product.template"

    def _get_retention_rules(self, company):
        """Those of its jurisdictions, and its own, which may only add to them.

        :return: list of RetentionRule
        """
        self.ensure_one()
        rules = [
            RetentionRule(
                jurisdiction.retention_citation or jurisdiction.code,
                months_after_expiry=jurisdiction.retention_months,
                years_without_expiry=jurisdiction.retention_years,
                years_after_movement=jurisdiction.retention_supply_years,
                implants_for_ever=jurisdiction.implants_for_ever,
                implant_years=jurisdiction.retention_implant_years,
            )
            for jurisdiction in self._get_jurisdictions(company)
        ] or [STRICTEST]
        if self.retention_rule == "permanent":
            rules.append(RetentionRule(self.display_name, for_ever=True))
        elif self.retention_rule == "supply":
            rules.append(RetentionRule(self.display_name, years_after_movement=self.retention_supply_years))
        return rules

    @api.ondelete(at_uninstall=False)
    def _unlink_except_retained(self):
        self.with_context(active_test=False).product_variant_ids._unlink_except_retained()
