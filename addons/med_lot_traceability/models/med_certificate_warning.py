from odoo import api, fields, models

from ..certificate_kinds import get_warning


class MedCertificate(models.Model):
    """Warns people 90, 60 and 30 days before a certificate ends, once each, and when it has ended."""

    _inherit = "med.certificate"

    warned_days = fields.Integer(
        copy=False, readonly=True, help="The last warning given: 90, 60 or 30 days before the end; -1: ended."
    )

    def write(self, vals):
        """A new end starts the warnings anew."""
        if "valid_until" in vals:
            until = fields.Date.to_date(vals["valid_until"])
            self.filtered(lambda certificate: certificate.valid_until != until).warned_days = 0
        return super().write(vals)

    @api.model
    def _cron_warn(self):
        """Bring the states up to date and give the warnings that are due."""
        dated = self.search(["|", ("valid_until", "!=", False), ("valid_from", "!=", False)])
        self.env.add_to_compute(self._fields["state"], dated)
        dated.flush_recordset(["state"])
        for certificate in dated:
            certificate._warn_if_due()

    def _warn_if_due(self):
        today = (self.company_id or self.env.company)._get_today()
        due = -1 if self.state == "ended" else get_warning(self.valid_until, today)
        if not due or (self.warned_days and self.warned_days <= due):
            return
        self.warned_days = due
        text = self._get_warning_text((self.valid_until - today).days)
        self.message_post(body=text, subtype_xmlid="mail.mt_comment")
        # A later warning takes the place of an earlier one that nobody has dealt with.
        self.activity_unlink(["med_lot_traceability.mail_activity_certificate"])
        self.activity_schedule(
            "med_lot_traceability.mail_activity_certificate",
            date_deadline=max(self.valid_until, today),
            summary=self.env._("Ended: renew") if due < 0 else self.env._("Renew within %s days", due),
            note=text,
            user_id=(self.responsible_id or self.create_uid).id,
        )

    def _get_warning_text(self, days):
        """:param int days: until the end, negative when it is past"""
        if days < 0:
            return self.env._(
                "%(certificate)s ended on %(date)s: what it covers is stopped until it is renewed.",
                certificate=self.display_name,
                date=fields.Date.to_string(self.valid_until),
            )
        return self.env._(
            "%(certificate)s ends on %(date)s, in %(days)s days: renew it in time.",
            certificate=self.display_name,
            date=fields.Date.to_string(self.valid_until),
            days=days,
        )
