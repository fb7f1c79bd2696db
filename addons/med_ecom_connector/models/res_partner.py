from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # Customers are found by these at each order; core keeps both columns without an index.
    _email_normalized_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")
    _phone_sanitized_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")

    def _get_complete_name(self):
        """Another address of a person carries the person's own name: once is enough on a label."""
        self.ensure_one()
        # sudo: as in core, which puts this name before ours
        whose = self.commercial_company_name or self.sudo().parent_id.name
        return self.name if self.name and self.name == whose else super()._get_complete_name()
