from odoo import api, fields, models


class SaleOrder(models.Model):
    """What the carriers tell of an order's parcels."""

    _inherit = "sale.order"

    ecom_event_ids = fields.Many2many(
        "ecom.tracking.event", string="Tracking events", compute="_compute_ecom_event_ids"
    )
    ecom_delivered_at = fields.Datetime(
        "Delivered on",
        compute="_compute_ecom_delivered_at",
        store=True,
        copy=False,
        help="All of its deliveries.",
    )

    @api.depends("picking_ids.ecom_parcel_ids.event_ids")
    def _compute_ecom_event_ids(self):
        for sale in self:
            sale.ecom_event_ids = sale.picking_ids.ecom_parcel_ids.event_ids.sorted()

    @api.depends("picking_ids.delivered_at", "picking_ids.state")
    def _compute_ecom_delivered_at(self):
        for sale in self:
            deliveries = sale.picking_ids.filtered(
                lambda picking: picking._is_delivery() and picking.state != "cancel"
            )
            moments = deliveries.mapped("delivered_at")
            sale.ecom_delivered_at = bool(moments) and all(moments) and max(moments)
