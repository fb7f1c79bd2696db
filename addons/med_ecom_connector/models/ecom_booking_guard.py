from odoo import fields, models


class EcomBookingGuard(models.Model):
    """Of two workers that book the same order, one sees what the other has booked."""

    _name = "ecom.booking.guard"
    _description = "Guard of booked orders"
    _inherit = "ecom.guard"
    _log_access = False
    _guarded = "sale_order_id"

    sale_order_id = fields.Many2one("sale.order", required=True, ondelete="cascade")

    _order_uniq = models.UniqueIndex("(sale_order_id)")
