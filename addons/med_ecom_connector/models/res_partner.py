from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # Customers are found by these at each order; core keeps both columns without an index.
    _email_normalized_idx = models.Index("(email_normalized) WHERE email_normalized IS NOT NULL")
    _phone_sanitized_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")
