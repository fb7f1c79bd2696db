from odoo import api, fields, models


class EcomHandlerDelivery(models.AbstractModel):
    """Deliveries out: the shop is told that a shipment has reached its customer."""

    _name = "ecom.handler.delivery"
    _description = "Tells shops what was delivered"
    _inherit = "ecom.handler"

    @api.model
    def _handle(self, exchanges):
        for exchange in exchanges:
            picking, store = exchange.picking_id, exchange.store_id
            if picking.shipment_state != "delivered":
                exchange._finish("delivery_withdrawn", {"delivery": picking.name})
                continue
            shipment = self.env["ecom.handler.shipment"]._prepare_shipment(picking)
            store._channel().confirm_delivery(shipment, picking.ecom_shipment_ref)
            picking.delivery_told_at = fields.Datetime.now()
            exchange._finish()
            store._flow("delivery")._succeeded()
