from odoo import api, models


class EcomHandlerOrder(models.AbstractModel):
    """Orders bring money, refunds and returns."""

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
