from odoo import api, models

from ..channels.aftersales import CancelOut


class EcomHandlerCancel(models.AbstractModel):
    """Cancellations out: the shop is told which of its orders we will not fulfil, and why."""

    _name = "ecom.handler.cancel"
    _description = "Sends cancellations to shops"
    _inherit = "ecom.handler"

    @api.model
    def _handle(self, exchanges):
        for exchange in exchanges:
            sale, store = exchange.sale_order_id, exchange.store_id
            if sale.state != "cancel":
                exchange._finish("cancel_withdrawn", {"order": sale.name})
                continue
            store._channel().cancel_order(
                CancelOut(
                    order_id=exchange.external_id,
                    reference=sale.name,
                    reason=sale.ecom_cancel_reason or "",
                )
            )
            exchange._finish()
            store._flow("cancel")._succeeded()
            # the shop has freed what it kept for the order
            self.env["ecom.exchange"]._wake("stock")
