import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

#: How long messages to customers are tried again; older ones would rather confuse than help.
MAIL_OUTAGE = timedelta(days=3)


class EcomAlert(models.Model):
    _inherit = "ecom.alert"

    def _tell(self):
        """Reach the responsible by the ways chosen on the shop; a way that fails stops no other."""
        self.ensure_one()
        store = self.store_id or self.env["ecom.store"]._active_stores()[:1]
        self.user_id = store.responsible_id
        ways = {
            self._tell_by_activity: store.alert_by_activity and self.user_id,
            self._tell_by_mail: store.alert_by_mail and self.user_id.email,
            self._tell_by_discuss: store.alert_by_discuss,
        }
        for way in (way for way, wanted in ways.items() if wanted):
            self._try_to(way)

    def _try_to(self, way, *args):
        try:
            with self.env.cr.savepoint():
                way(*args)
        except Exception:
            _logger.exception("Alert %s could not be told by %s", self.id, way.__name__)

    def _in_their_language(self):
        return self.with_context(lang=self.user_id.lang or self.env.lang)

    def _tell_by_activity(self):
        alert = self._in_their_language()
        # no mail of its own: whether mail is wanted is chosen beside it
        alert.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=self.user_id.id,
            summary=alert.message,
            note=Markup("<p>%s</p>") % alert.remedy,
        )

    def _tell_by_mail(self):
        """Queued, not sent: a mail server that is down holds nothing up."""
        alert = self._in_their_language()
        address = f"{self.get_base_url()}/odoo/{self._name}/{self.id}"
        self.env["mail.mail"].create(
            {
                "subject": alert.display_name,
                "body_html": Markup('<p>%s</p><p>%s</p><p><a href="%s">%s</a></p>')
                % (alert.message, alert.remedy, address, alert.display_name),
                "recipient_ids": self.user_id.partner_id.ids,
                "model": self._name,
                "res_id": self.id,
                "email_from": self.env.company.email_formatted or self.env.user.email_formatted,
                "auto_delete": False,
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _mail_again(self):
        """Mails that a mail server refused or never got; Odoo itself does not try those again."""
        mails = self.env["mail.mail"].search([("model", "=", self._name), ("state", "=", "exception")])
        waiting = mails.filtered(lambda mail: mail.res_id in self.ids)
        (mails - waiting).cancel()
        if waiting:
            waiting.mark_outgoing()
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    @api.model
    def _mail_customers_again(self):
        """Messages to customers that no mail server took; one that refuses a message names a reason."""
        mails = self.env["mail.mail"].search(
            [
                ("model", "=", "sale.order"),
                ("state", "=", "exception"),
                ("failure_type", "=", False),
                ("create_date", ">=", fields.Datetime.now() - MAIL_OUTAGE),
            ]
        )
        orders = self.env["sale.order"].browse(mails.mapped("res_id")).exists().filtered("ecom_store_id")
        waiting = mails.filtered(lambda mail: mail.res_id in orders.ids)
        if waiting:
            waiting.mark_outgoing()
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _tell_by_discuss(self, over=False):
        alert = self._in_their_language()
        body = Markup("<strong>%s</strong><br/>%s") % (
            (self.env._("Over: %(message)s", message=alert.message), "")
            if over
            else (alert.message, alert.remedy)
        )
        for channel in self._discuss_channels():
            channel.message_post(body=body, message_type="comment", subtype_xmlid="mail.mt_comment")

    def _discuss_channels(self):
        channel = self.store_id.alert_channel_id
        if channel or not self.user_id:
            return channel
        return self.env["discuss.channel"]._get_or_create_chat(self.user_id.partner_id.ids)

    def _clear(self):
        """The cause is gone: close what was opened, and say so."""
        self.ensure_one()
        self.write({"state": "cleared", "last_seen": fields.Datetime.now()})
        gone = self._in_their_language().env._("Over by itself: the cause is gone.")
        if self.activity_ids:
            self._try_to(self._close_activities, gone)
        else:
            self._try_to(self._note_end, gone)
        if self.store_id.alert_by_discuss:
            self._try_to(self._tell_by_discuss, True)

    def _close_activities(self, text):
        self.activity_ids.action_feedback(feedback=text)

    def _note_end(self, text):
        self._message_log(body=text)
