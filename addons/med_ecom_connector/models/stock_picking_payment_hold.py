from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """Goods of an order whose payment the shop took back stay here, where only what is paid is shipped."""

    _inherit = "stock.picking"

    ecom_payment_hold = fields.Boolean("Not paid", compute="_compute_ecom_payment_hold", compute_sudo=True)

    @api.depends("sale_id.ecom_payment_hold", "state", "location_dest_id", "ecom_return_id")
    def _compute_ecom_payment_hold(self):
        for picking in self:
            picking.ecom_payment_hold = (
                picking.sale_id.ecom_payment_hold
                and picking.state not in ("done", "cancel")
                and picking.location_dest_id.usage == "customer"
                # these are the customer's own goods, or owed for them
                and not picking.ecom_return_id
            )

    @api.depends("sale_id.ecom_payment_hold")
    def _compute_shop_stage(self):
        return super()._compute_shop_stage()

    def _get_shop_stage(self):
        return "trouble" if self.ecom_payment_hold else super()._get_shop_stage()

    def _action_done(self):
        for picking in self.filtered("ecom_payment_hold"):
            raise UserError(
                self.env._(
                    "%(delivery)s can't be shipped: the shop took back the payment of %(order)s, and only "
                    "what is paid is shipped for this shop. It can be as soon as the shop has the money "
                    "again, or once the order desk or an accountant presses “Ship without payment” on it.",
                    delivery=picking.name,
                    order=picking.sale_id.name,
                )
            )
        return super()._action_done()
