from odoo import api, fields, models


class EcomHandlerDelivery(models.AbstractModel):
    """Deliveries out: the shop is told that a shipment has reached its customer."""

    _name = "ecom.handler.delivery"
    _description = "Tells shops what was delivered"
    _inherit = "ecom.handler"

    @api.model
    def _handle_one(self, exchange):
        picking = exchange.picking_id
        if picking.shipment_state != "delivered":
            exchange._finish("delivery_withdrawn", {"delivery": picking.name})
            return
        shipment = self.env["ecom.handler.shipment"]._prepare_shipment(picking)
        exchange.store_id._channel().confirm_delivery(shipment, picking.ecom_shipment_ref)
        picking.delivery_told_at = fields.Datetime.now()
        exchange._finish_told()
