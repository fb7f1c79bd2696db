from odoo import fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """The shop is told, once, that a delivery has reached its customer."""

    _inherit = "stock.picking"

    handed_over_at = fields.Datetime(
        "Delivered, as somebody knows", readonly=True, copy=False, help="Without a word of the carrier."
    )
    delivery_told_at = fields.Datetime("Shop knows of the delivery since", readonly=True, copy=False)
    can_confirm_deliveries = fields.Boolean(related="ecom_store_id.can_confirm_deliveries")

    def action_mark_delivered(self):
        """Note that the customer has the goods, where no carrier tells us."""
        self.check_access("write")
        for picking in self:
            if picking.state != "done" or not picking._is_delivery():
                raise UserError(
                    self.env._("%(delivery)s has not left yet: validate it first.", delivery=picking.name)
                )
            if not picking.delivered_at:
                picking.handed_over_at = fields.Datetime.now()
                picking.message_post(body=self.env._("Delivered, without a word of the carrier."))
        self._hear_from_carrier()
        return True

    def _queue_shop_deliveries(self):
        """Tell the shops, where they can be told and know the shipment; the time is read when it is sent."""
        arrived = self.filtered(
            lambda picking: (
                picking.shipment_state == "delivered"
                and picking.ecom_shipment_ref
                and picking.can_confirm_deliveries
                and not picking.delivery_told_at
            )
        )
        if not arrived:
            return
        # Whoever hears of a parcel writes no exchanges themselves.
        exchanges = self.env["ecom.exchange"].sudo()
        queued = exchanges.search(
            [
                ("picking_id", "in", arrived.ids),
                ("kind", "=", "delivery"),
                ("state", "in", ("pending", "held", "dead", "dismissed")),
            ]
        )
        new = arrived - queued.picking_id
        if new:
            exchanges.create([picking._prepare_delivery_exchange_vals() for picking in new])
            exchanges._wake("delivery")

    def _prepare_delivery_exchange_vals(self):
        self.ensure_one()
        return {
            "store_id": self.ecom_store_id.id,
            "kind": "delivery",
            "source": "event",
            "external_id": self.sale_id.ecom_order_binding_id.external_id or self.sale_id.name,
            "reference": self.name,
            # a carrier may say it, take it back and say it again
            "digest": f"delivery:{self.id}:{self.env.cr.now().timestamp()}",
            "picking_id": self.id,
            "sale_order_id": self.sale_id.id,
        }
