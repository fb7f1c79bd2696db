from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.ecom_exchange import KINDS


class EcomReplay(models.TransientModel):
    """Do exchanges again: those chosen in a list, or those of a period."""

    _name = "ecom.replay"
    _description = "Replay shop exchanges"

    exchange_ids = fields.Many2many("ecom.exchange")
    is_chosen = fields.Boolean(help="The exchanges were ticked in the list.")
    store_id = fields.Many2one("ecom.store", "Shop", default=lambda self: self._default_store())
    kind = fields.Selection(KINDS, default="order")
    date_from = fields.Datetime(
        "From", default=lambda self: fields.Datetime.subtract(fields.Datetime.now(), days=1)
    )
    date_to = fields.Datetime("To", default=fields.Datetime.now)
    states = fields.Selection(
        [("undone", "Held or given up"), ("all", "All, also what is done")],
        "Which",
        default="undone",
        required=True,
    )
    count = fields.Integer("Exchanges", compute="_compute_count")

    @api.model
    def _default_store(self):
        """The only shop there is."""
        stores = self.env["ecom.store"].search([("company_id", "in", self.env.companies.ids)], limit=2)
        return stores if len(stores) == 1 else stores.browse()

    @api.depends("exchange_ids", "is_chosen", "store_id", "kind", "date_from", "date_to", "states")
    def _compute_count(self):
        for wizard in self:
            wizard.count = (
                len(wizard.exchange_ids)
                if wizard.is_chosen
                else self.env["ecom.exchange"].search_count(wizard._domain())
            )

    def _domain(self):
        self.ensure_one()
        states = ("held", "dead") if self.states == "undone" else ("held", "dead", "done", "pending")
        domain = [
            ("store_id", "=", self.store_id.id),
            ("state", "in", states),
            ("create_date", ">=", self.date_from),
            ("create_date", "<=", self.date_to),
        ]
        return [*domain, ("kind", "=", self.kind)] if self.kind else domain

    def action_replay(self):
        self.ensure_one()
        rows = self.exchange_ids if self.is_chosen else self.env["ecom.exchange"].search(self._domain())
        if not rows:
            raise UserError(self.env._("No exchange fits: choose another shop, flow or period."))
        rows._replay()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(count)s exchanges are done again.", count=len(rows)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
