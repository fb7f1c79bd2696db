from odoo import api, models

from ..channels.aftersales import CancelOut


class EcomHandlerCancel(models.AbstractModel):
    """Cancellations out: the shop is told which of its orders we will not fulfil, and why."""

    _name = "ecom.handler.cancel"
    _description = "Sends cancellations to shops"
    _inherit = "ecom.handler"

    @api.model
    def _handle_one(self, exchange):
        sale = exchange.sale_order_id
        if sale.state != "cancel":
            exchange._finish("cancel_withdrawn", {"order": sale.name})
            return
        exchange.store_id._channel().cancel_order(
            CancelOut(
                order_id=exchange.external_id,
                reference=sale.name,
                reason=sale.ecom_cancel_reason or "",
            )
        )
        exchange._finish_told()
        # the shop has freed what it kept for the order
        exchange._wake("stock")
