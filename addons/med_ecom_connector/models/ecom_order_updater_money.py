from odoo import api, models

from ..engine.instants import naive_utc


class EcomOrderUpdater(models.AbstractModel):
    """Changes of orders bring money too."""

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
