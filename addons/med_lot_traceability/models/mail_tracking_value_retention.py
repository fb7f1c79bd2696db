from odoo import api, models


class MailTrackingValue(models.Model):
    """Old and new values in the chatter of regulated records."""

    _inherit = "mail.tracking.value"

    def write(self, vals):
        self.mail_message_id._check_retention()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_retained(self):
        self.mail_message_id._check_retention()
