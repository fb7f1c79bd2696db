from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class SaleOrder(models.Model):
    _inherit = "sale.order"

    ecom_cancelled_at = fields.Datetime("Cancelled in the shop", readonly=True, copy=False)
    ecom_cancel_reason = fields.Char("Reason of cancellation", readonly=True, copy=False, tracking=True)

    # === ACTIONS === #

    def action_cancel(self):
        """Ask for the reason first where the order came from a shop: its customer is told there."""
        asked = self.env.context.get("ecom_reason_given") or any(self.mapped("locked"))
        if asked or not self.ecom_store_id:
            return super().action_cancel()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ecom.cancel.order",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Cancel shop order"),
            "context": {"default_sale_order_ids": self.ids},
        }

    def action_create_shop_return(self):
        """Announce the return of all that left and has not come back."""
        self.ensure_one()
        if not self.env.user.has_group("med_lot_traceability.group_order_desk"):
            raise AccessError(self.env._("Only the order desk creates returns of shop orders."))
        self.check_access("write")
        # The order desk moves no goods; it only announces them to the warehouse.
        order = self.sudo()
        lines = [
            Command.create({"sale_line_id": line.id, "quantity": quantity})
            for line in order.order_line
            if (quantity := line._shop_returnable()) > 0
        ]
        if not lines:
            raise UserError(
                self.env._("%(order)s: everything that left is on its way back already.", order=self.name)
            )
        made = order.env["ecom.return"].create({**order._prepare_shop_return_vals(), "line_ids": lines})
        made._expect()
        return made.with_env(self.env).get_formview_action()

    def _prepare_shop_return_vals(self):
        self.ensure_one()
        reasons = self.env["ecom.return.reason"]
        return {
            "store_id": self.ecom_store_id.id,
            "sale_order_id": self.id,
            "reason_id": (reasons._named(self.ecom_cancel_reason) or reasons._other()).id,
            "reason_text": self.ecom_cancel_reason,
        }

    # === BUSINESS METHODS === #

    def _action_cancel(self):
        news = self.filtered(lambda sale: sale.ecom_store_id and sale.state != "cancel")
        res = super()._action_cancel()
        if not self.env.context.get("ecom_from_shop"):
            news._queue_shop_cancellations()
        return res

    def _queue_shop_cancellations(self):
        """Tell the shops, where they can be told; what the shop cancelled itself it knows."""
        sales = self.filtered(
            lambda sale: (
                sale.ecom_store_id.can_cancel and sale.ecom_order_binding_ids and not sale.ecom_cancelled_at
            )
        )
        # Whoever may cancel an order writes no exchanges themselves.
        exchanges = self.env["ecom.exchange"].sudo()
        waiting = exchanges.search(
            [("sale_order_id", "in", sales.ids), ("kind", "=", "cancel"), ("state", "=", "pending")]
        )
        new = sales - waiting.sale_order_id
        if new:
            exchanges.create([sale._prepare_cancel_exchange_vals() for sale in new])
            exchanges._wake("cancel")

    def _prepare_cancel_exchange_vals(self):
        self.ensure_one()
        return {
            "store_id": self.ecom_store_id.id,
            "kind": "cancel",
            "source": "event",
            "external_id": self.ecom_order_binding_id.external_id,
            "reference": self.client_order_ref or self.name,
            # an order may be cancelled, reopened and cancelled again
            "digest": f"cancel:{self.id}:{self.env.cr.now().timestamp()}",
            "sale_order_id": self.id,
        }
