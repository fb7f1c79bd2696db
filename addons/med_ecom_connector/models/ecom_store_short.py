from odoo import api, models


class EcomStore(models.Model):
    _inherit = "ecom.store"

    @api.model
    def _cron_push(self, kind):
        if kind == "stock":
            for store in self._active_stores():
                with store._alone_with_its_errors("order"):
                    store._retry_short()
        return super()._cron_push(kind)

    def _retry_short(self):
        """Put orders that were short back into the queue as soon as their goods are there.

        Called when stock has changed; the promise itself is made where all orders are confirmed.
        """
        self.ensure_one()
        held = self.env["ecom.exchange"].search(
            [("store_id", "=", self.id), ("state", "=", "held"), ("problem", "=", "short")]
        )
        by_order = held.grouped("sale_order_id")
        ready = self.env["ecom.exchange"].union(
            *(by_order[order] for order in self._find_deliverable(held.sale_order_id))
        )
        if ready:
            ready._requeue()
            self.env["ir.cron"]._commit_progress()

    @api.model
    def _find_deliverable(self, orders):
        """:return: those whose goods are there now, first come first served"""
        products = orders.order_line.filtered("is_storable").product_id
        free = self.env["ecom.sellable"]._free(orders._get_candidate_warehouses(), products)
        return orders.sorted(lambda order: (order.ecom_ordered_at, order.id)).filtered(
            lambda order: not order._plan_goods(free)[1]
        )
