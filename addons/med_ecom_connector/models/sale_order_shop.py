from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    ecom_voucher_codes = fields.Char("Vouchers", readonly=True, copy=False)
    ecom_exchange_rate = fields.Float(
        "Exchange rate of the shop",
        digits=(16, 6),
        readonly=True,
        copy=False,
        help="Units of the shop's own currency for one of the order's currency; 0 where the shop names none.",
    )
