from odoo import api, fields, models
from odoo.exceptions import AccessError

MAY_SHIP_UNPAID = ("med_lot_traceability.group_accountant", "med_lot_traceability.group_order_desk")


class SaleOrder(models.Model):
    """A shop that ships only what is paid keeps back what is left when it loses the money again."""

    _inherit = "sale.order"

    ecom_payment_hold = fields.Boolean(
        "Held until it is paid", compute="_compute_ecom_payment_hold", store=True, compute_sudo=True
    )
    ecom_ships_unpaid_by_id = fields.Many2one(
        "res.users", "Shipped without payment by", readonly=True, copy=False, tracking=True
    )

    @api.depends("ecom_payment_ids.taken_back_at", "ecom_payment_state", "ecom_ships_unpaid_by_id")
    def _compute_ecom_payment_hold(self):
        for order in self:
            order.ecom_payment_hold = (
                any(order.ecom_payment_ids.mapped("taken_back_at"))
                and not order.ecom_ships_unpaid_by_id
                and not order._should_confirm_shop_order()
            )

    def action_ship_unpaid(self):
        """Let the warehouse ship although the shop took the payment back: it will be paid otherwise."""
        if not any(map(self.env.user.has_group, MAY_SHIP_UNPAID)):
            raise AccessError(
                self.env._("Only the order desk or an accountant has goods shipped without payment.")
            )
        self.check_access("read")
        # sudo: an accountant need not be a salesperson
        self.sudo().filtered("ecom_payment_hold").ecom_ships_unpaid_by_id = self.env.uid
        return True
