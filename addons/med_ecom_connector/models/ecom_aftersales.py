from odoo import api, models


class EcomAftersales(models.AbstractModel):
    """What happened to shop orders besides their lines: money, refunds, returns."""

    _name = "ecom.aftersales"
    _description = "Payments, refunds and returns of shop orders"

    @api.model
    def _take_in(self, store, arrivals):
        """Note it all on the orders, and have the books follow.

        :param arrivals: list of (:class:`~..channels.neutral.Order`, ``sale.order``)
        """
        changed = self.env["ecom.payment"]._take_in(store, arrivals)
        refunds = self.env["ecom.refund"]._take_in(store, arrivals)
        changed |= refunds.sale_order_id
        self.env["ecom.return"]._take_in(store, arrivals, refunds)
        changed._queue_booking()
        for order, sale in arrivals:
            self._tell_failure(order, sale)

    @api.model
    def _tell_failure(self, order, sale):
        """An order whose payment failed and that waits for money: somebody should ask the customer."""
        person = sale.ecom_store_id.responsible_id
        if order.payment_state != "failed" or sale.state not in ("draft", "sent") or not person:
            return
        kind = self.env.ref("mail.mail_activity_data_todo")
        if sale.activity_ids.filtered(lambda one: one.activity_type_id == kind):
            return
        sale.activity_schedule(
            activity_type_id=kind.id,
            user_id=person.id,
            summary=self.with_context(lang=person.lang).env._("The payment failed in the shop"),
        )
