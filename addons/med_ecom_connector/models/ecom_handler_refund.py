from odoo import api, models


class EcomHandlerRefund(models.AbstractModel):
    """Refunds out: the shop gives the money back, then it is booked here."""

    _name = "ecom.handler.refund"
    _description = "Sends refunds to shops"
    _inherit = "ecom.handler"

    @api.model
    def _handle_one(self, exchange):
        store = exchange.store_id
        refund = self.env["ecom.refund"].search(
            [("store_id", "=", store.id), ("name", "=", exchange.external_id)], limit=1
        )
        if refund.state == "sending":
            external_id = store._channel().push_refund(refund._prepare_refund_out())
            refund._recognise(external_id)
        exchange._finish_told()
        refund.sale_order_id._queue_booking()
