from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # Customers are found by these at each order; core keeps both columns without an index.
    _email_normalized_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")
    _phone_sanitized_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")

    def _get_complete_name(self):
        """A person's other address carries the person's own name: once is enough on a label."""
        self.ensure_one()
        parent = self.sudo().parent_id  # sudo: as core does, whoever sees a contact sees whose it is
        if self.name and not parent.is_company and self.name == parent.name:
            return self.name
        return super()._get_complete_name()
