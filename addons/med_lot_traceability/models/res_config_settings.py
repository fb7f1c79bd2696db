from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    expiry_alert_days = fields.Integer(related="company_id.expiry_alert_days", readonly=False)
    slow_moving_days = fields.Integer(related="company_id.slow_moving_days", readonly=False)
    quarantine_alert_days = fields.Integer(related="company_id.quarantine_alert_days", readonly=False)
    stock_alert_user_id = fields.Many2one(related="company_id.stock_alert_user_id", readonly=False)
    quality_alert_user_id = fields.Many2one(related="company_id.quality_alert_user_id", readonly=False)
