from odoo import api, fields, models
from odoo.exceptions import UserError

from ..alerts import CAUSES

#: cause: filter of the list of exchanges that shows what it is about
FILTERS = {"held": "held", "held_long": "held", "dead": "dead", "lag": "pending", "failing": "retrying"}


class EcomAlert(models.Model):
    """Something about a shop that a person should know: one per cause, until the cause is gone.

    Written by :meth:`_cron_watch` only, never by the flows themselves, so that no exchange waits
    or fails because of a message.
    """

    _name = "ecom.alert"
    _description = "Shop alert"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, id desc"

    store_id = fields.Many2one(
        "ecom.store", "Shop", index=True, readonly=True, ondelete="cascade", help="Empty: it concerns all."
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    cause = fields.Selection(
        [
            ("held", "Waits for a person"),
            ("held_long", "Waits for a person too long"),
            ("dead", "Given up"),
            ("failing", "Shop fails"),
            ("auth", "Credentials refused"),
            ("lag", "Work piles up"),
            ("webhook_silence", "Webhooks stopped"),
            ("cron_stopped", "Scheduled jobs stopped"),
            ("files", "Files wait for a person"),
            ("file_place", "Files can't be fetched or left"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [("open", "Open"), ("cleared", "Over")], default="open", required=True, readonly=True, index=True
    )
    count = fields.Integer("Exchanges", readonly=True)
    params = fields.Json(readonly=True)
    first_seen = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    last_seen = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Told", readonly=True)
    message = fields.Char(compute="_compute_message")
    remedy = fields.Char("What to do", compute="_compute_message")

    _open_uniq = models.UniqueIndex("(COALESCE(store_id, 0), cause) WHERE state = 'open'")

    @api.depends("store_id", "cause")
    def _compute_display_name(self):
        causes = dict(self._fields["cause"]._description_selection(self.env))
        for alert in self:
            parts = [alert.store_id.name, causes.get(alert.cause)]
            alert.display_name = ": ".join(filter(None, parts))

    @api.depends("cause", "params")
    @api.depends_context("lang")
    def _compute_message(self):
        for alert in self:
            what, remedy = CAUSES[alert.cause]
            happened = self.env._(what)
            alert.message = happened % alert._words()
            alert.remedy = self.env._(remedy)

    def _words(self):
        """The parameters, with what the shop's failure means in the reader's language."""
        params = dict(self.params or {})
        if params.get("problem"):
            words = self.env["ecom.exchange"]._words_for(params["problem"], params["problem_params"])
            params["error"] = words[0]
        return {"shop": self.store_id.name, **params}

    @api.ondelete(at_uninstall=False)
    def _unlink_except_record(self):
        raise UserError(self.env._("Alerts clear themselves when their cause is gone; they are kept."))

    # === CRON === #

    @api.model
    def _cron_watch(self):
        """Compare what is wrong with what is known to be wrong; tell of what is new, clear what is over."""
        found = self._find_causes()
        known = {(alert.store_id, alert.cause): alert for alert in self.search([("state", "=", "open")])}
        now = fields.Datetime.now()
        for key, alert in known.items():
            if key in found:
                alert.write({"last_seen": now, **found[key]})
            else:
                alert._clear()
        new = self.create(
            [
                {"store_id": store.id, "cause": cause, **vals}
                for (store, cause), vals in found.items()
                if (store, cause) not in known
            ]
        )
        for alert in new:
            alert._tell()
        self.search([("state", "=", "open")])._mail_again()
        self._mail_customers_again()

    # === ACTIONS === #

    def action_open_rows(self):
        """The exchanges it is about, or the shop."""
        self.ensure_one()
        if self.cause in FILTERS:
            return self.store_id.with_context(exchange_state=FILTERS[self.cause]).action_open_exchanges()
        if self.store_id:
            return self.store_id.get_formview_action()
        return self.env["ir.actions.act_window"]._for_xml_id("base.ir_cron_act")
