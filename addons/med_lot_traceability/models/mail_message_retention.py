from odoo import api, models

from .med_retention import REGULATED_MODELS

EVIDENCE = {"body", "subject", "model", "res_id", "author_id", "email_from", "date", "message_type"}


class MailMessage(models.Model):
    """The chatter of lots, batches, transfers and certificates is part of their record."""

    _inherit = "mail.message"

    def write(self, vals):
        if EVIDENCE & set(vals):
            self._check_retention()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_retained(self):
        self._check_retention()

    def _check_retention(self):
        # sudo: a message is kept whoever wants to be rid of it
        for message in self.sudo():
            # An e-mail on its way out is no part of the chatter; Odoo deletes it once it is sent.
            if message.message_type == "email_outgoing" or not message.res_id:
                continue
            if message.model in REGULATED_MODELS:
                record = self.env[message.model].browse(message.res_id)
                self.env["med.retention"]._check(record, message)
