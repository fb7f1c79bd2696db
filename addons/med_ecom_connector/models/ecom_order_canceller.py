from odoo import api, fields, models

from ..exceptions import HoldExchange


class EcomOrderCanceller(models.AbstractModel):
    """What becomes of a sales order whose order was cancelled in the shop."""

    _name = "ecom.order.canceller"
    _description = "Cancels orders that the shop cancelled"

    @api.model
    def _cancel(self, sale, order):
        """Cancel the sales order; of one that has left in part, what is still here.

        :return: what to remark on the exchange, as ``_finish`` takes it
        :raises HoldExchange: for an order that a person locked
        """
        if sale.state == "cancel" or sale.ecom_cancelled_at:
            return ()
        if sale.locked and not sale._should_be_locked():
            raise HoldExchange("cancelled_locked")
        sale.write(
            {
                "ecom_cancelled_at": fields.Datetime.now(),
                "ecom_cancel_reason": order.cancel_reason or sale.ecom_cancel_reason,
            }
        )
        left = sale._shipped_pickings()
        if not left:
            sale.locked = False
            sale.with_context(ecom_from_shop=True)._action_cancel()
            self.env["ecom.exchange"]._wake("stock")
            return ()
        return self._cancel_rest(sale, left)

    @api.model
    def _cancel_rest(self, sale, left):
        """Goods have left: keep the rest here, and have somebody arrange for their return."""
        sale._forget_added_goods()
        sale.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel")).action_cancel()
        self.env["ecom.exchange"]._wake("stock")
        names = ", ".join(left.mapped("name"))
        lang = sale.ecom_store_id.responsible_id.lang or self.env.lang
        words = (
            self.with_context(lang=lang)
            .env["ecom.exchange"]
            ._words_for("cancelled_after_shipment", {"pickings": names})
        )
        sale._ask_responsible(
            self.with_context(lang=lang).env._("Cancelled in the shop after goods had left"), words
        )
        return "cancelled_after_shipment", {"pickings": names}

    @api.model
    def _reopen(self, sale):
        """The shop revived an order that it had cancelled: some do when a late payment comes in."""
        if not sale.ecom_cancelled_at:
            return
        sale.write({"ecom_cancelled_at": False, "ecom_cancel_reason": False})
        if sale.state == "cancel":
            sale.action_draft()
