from odoo import fields, models


class ResCompany(models.Model):
    """From when on stock is worth an alert, and whom it is for."""

    _inherit = "res.company"

    expiry_alert_days = fields.Integer(
        "Near Expiry (days)",
        default=90,
        required=True,
        help="An alert is raised this long before expiry, unless the product or the lot says another date.",
    )
    slow_moving_days = fields.Integer(
        "Slow Moving (days)",
        default=180,
        required=True,
        help="An alert is raised when nothing of a lot has left to customers or production for this long.",
    )
    quarantine_alert_days = fields.Integer(
        "Long in Quarantine (days)",
        default=7,
        required=True,
        help="An alert is raised when a lot has waited this long for its release decision.",
    )
    stock_alert_user_id = fields.Many2one(
        "res.users",
        "Warehouse Alerts To",
        help="Gets what nears its expiry and what moves slowly. Empty: the responsible of the product.",
    )
    quality_alert_user_id = fields.Many2one(
        "res.users",
        "Quality Alerts To",
        help="Gets what has expired and what waits in quarantine. Empty: the responsible of the product.",
    )

    _alert_days_positive = models.Constraint(
        "CHECK (expiry_alert_days >= 0 AND slow_moving_days >= 0 AND quarantine_alert_days >= 0)",
        "The days of an alert can't be negative.",
    )
