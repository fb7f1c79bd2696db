from odoo import api, fields, models
from odoo.exceptions import UserError


class EcomOrderMoney(models.AbstractModel):
    """Money of an order as the shop tells it. Models that use this have ``payment_ids``, as booked here."""

    _name = "ecom.order.money"
    _description = "Money of an order in a web shop"
    _inherit = ["ecom.binding", "ecom.order.link"]

    sale_order_id = fields.Many2one("sale.order", required=True, readonly=True, index=True)
    partner_id = fields.Many2one(related="sale_order_id.partner_invoice_id", string="Customer", store=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)

    @api.model
    def _currency(self, code, sale):
        """Nearly always the order's own."""
        if sale.currency_id.name == code:
            return sale.currency_id
        currencies = self.env["res.currency"].with_context(active_test=False)
        return currencies.search([("name", "=", code)], limit=1)

    # === ACTIONS === #

    def action_book(self):
        """Try again to book what is due.

        :raise UserError: names the shops whose money is booked nowhere
        """
        idle = self.store_id.filtered(lambda store: not store._books())
        if idle:
            raise UserError(
                self.env._(
                    "%(shops)s: there is no journal to book the money in. Press “Set up journal” under "
                    "Shops > Money > Money to check; then it is booked by itself.",
                    shops=", ".join(idle.mapped("name")),
                )
            )
        self.sale_order_id._queue_booking()
        return True

    def action_open_payments(self):
        self.ensure_one()
        return self.payment_ids._get_records_action(name=self.env._("Booked payments"))
