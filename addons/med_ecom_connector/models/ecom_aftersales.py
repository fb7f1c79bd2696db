from odoo import api, models

from ..engine.instants import naive_utc


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


class EcomHandlerOrder(models.AbstractModel):
    _inherit = "ecom.handler.order"

    @api.model
    def _create_orders(self, store, arrivals):
        """Money is taken over also of orders that wait for goods."""
        res = super()._create_orders(store, arrivals)
        ids = [arrival.order.external_id for arrival in arrivals]
        made = self.env["ecom.order.binding"]._by_external_id(store, ids) if ids else {}
        pairs = [
            (arrival.order, made[arrival.order.external_id].sale_order_id)
            for arrival in arrivals
            if arrival.order.external_id in made
        ]
        if pairs:
            self.env["ecom.aftersales"]._take_in(store, pairs)
        return res


class EcomOrderBuilder(models.AbstractModel):
    _inherit = "ecom.order.builder"

    @api.model
    def _prepare_head_vals(self, store, order, currency):
        vals = super()._prepare_head_vals(store, order, currency)
        return {**vals, "ecom_invoice_policy": store.invoice_policy}


class EcomOrderUpdater(models.AbstractModel):
    _inherit = "ecom.order.updater"

    @api.model
    def _update(self, binding, arrival):
        """Money is taken over even where the order itself must wait for a person."""
        modified = naive_utc(arrival.order.modified_at)
        is_news = arrival.digest != binding.digest
        is_old = binding.modified_at and modified < binding.modified_at
        res = super()._update(binding, arrival)
        if is_news and not is_old:
            pairs = [(arrival.order, binding.sale_order_id)]
            self.env["ecom.aftersales"]._take_in(binding.store_id, pairs)
        return res
