from odoo import fields, models


class EcomDismiss(models.TransientModel):
    """Why an exchange is left undone."""

    _name = "ecom.dismiss"
    _description = "Dismiss shop exchanges"

    exchange_ids = fields.Many2many("ecom.exchange", required=True)
    reason = fields.Char(required=True)

    def action_dismiss(self):
        self.ensure_one()
        self.exchange_ids._dismiss(self.reason)
        return {"type": "ir.actions.act_window_close"}
