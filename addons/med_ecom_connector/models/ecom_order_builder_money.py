from odoo import api, models


class EcomOrderBuilder(models.AbstractModel):
    """Orders keep the store's way of invoicing as it was when they came in."""

    _inherit = "ecom.order.builder"

    @api.model
    def _prepare_head_vals(self, store, order, currency):
        vals = super()._prepare_head_vals(store, order, currency)
        return {**vals, "ecom_invoice_policy": store.invoice_policy}
