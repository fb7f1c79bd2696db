from odoo import fields, models


class EcomPromiseGuard(models.Model):
    """Of two workers that promise the last piece to a shop's customer, one counts afresh."""

    _name = "ecom.promise.guard"
    _description = "Guard of promised goods"
    _inherit = "ecom.guard"
    _log_access = False
    _guarded = "product_id"

    product_id = fields.Many2one("product.product", required=True, ondelete="cascade")

    _product_uniq = models.UniqueIndex("(product_id)")
