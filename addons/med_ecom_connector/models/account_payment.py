from odoo import fields, models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    ecom_payment_id = fields.Many2one(
        "ecom.payment", "Payment in the shop", readonly=True, copy=False, index="btree_not_null"
    )
    ecom_refund_id = fields.Many2one(
        "ecom.refund", "Refund in the shop", readonly=True, copy=False, index="btree_not_null"
    )
    sale_order_id = fields.Many2one("sale.order", readonly=True, copy=False, index="btree_not_null")

    def action_open_sale_order(self):
        self.ensure_one()
        return self.sale_order_id.get_formview_action()
