from odoo import fields, models


class EcomStore(models.Model):
    _inherit = "ecom.store"

    alert_ids = fields.One2many("ecom.alert", "store_id", readonly=True)
    open_alert_count = fields.Integer("Alerts", compute="_compute_open_alert_count")
    alert_by_activity = fields.Boolean("By activity", default=True)
    alert_by_mail = fields.Boolean("By e-mail", default=True)
    alert_by_discuss = fields.Boolean("By Discuss")
    alert_channel_id = fields.Many2one(
        "discuss.channel", "Discuss channel", help="Empty: a direct message to the responsible."
    )
    alert_failing_minutes = fields.Integer(
        "Shop fails for", default=30, help="Minutes after which the responsible is told."
    )
    alert_held_hours = fields.Integer(
        "Held for", default=24, help="Hours after which the responsible is told again. 0: never."
    )
    alert_lag_minutes = fields.Integer(
        "Work piles up for", default=60, help="Minutes that work may be overdue."
    )

    def _compute_open_alert_count(self):
        counts = dict(
            self.env["ecom.alert"]._read_group(
                [("store_id", "in", self.ids), ("state", "=", "open")], ["store_id"], ["__count"]
            )
        )
        for store in self:
            store.open_alert_count = counts.get(store, 0)

    def action_open_alerts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.ecom_alert_action")
        action["context"] = {"search_default_store_id": self.id, "search_default_open": 1}
        return action

    def _notify_held(self):
        """Have the responsible told as soon as this transaction is committed."""
        # Whoever caused it need not have access to crons.
        self.env.ref("med_ecom_connector.ir_cron_watch").sudo()._trigger()
