from datetime import timedelta

from odoo import fields, models

#: How long the news of a shipment waits for its tracking number.
TRACKING_GRACE = timedelta(hours=4)


class StockPicking(models.Model):
    _inherit = "stock.picking"

    ecom_store_id = fields.Many2one(
        related="sale_id.ecom_store_id", string="Shop", store=True, index="btree_not_null"
    )
    ecom_customer_note = fields.Text(related="sale_id.ecom_customer_note")
    ecom_shipment_ref = fields.Char("Shipment in the shop", readonly=True, copy=False)
    ecom_exchange_ids = fields.One2many("ecom.exchange", "picking_id", readonly=True)

    def _action_done(self):
        res = super()._action_done()
        self.filtered(lambda picking: picking.state == "done")._queue_shop_shipments()
        return res

    def write(self, vals):
        res = super().write(vals)
        if vals.get("carrier_tracking_ref"):
            self.filtered(lambda picking: picking.state == "done")._queue_shop_shipments()
        return res

    def _is_shop_shipment(self):
        self.ensure_one()
        return bool(self.ecom_store_id and self.location_dest_id.usage == "customer")

    def _awaits_tracking(self):
        """Whether a number is likely to come: labels are often bought after the goods are packed."""
        self.ensure_one()
        return bool(self.carrier_id and not self.carrier_tracking_ref)

    def _queue_shop_shipments(self):
        """Tell the shop what left; one waiting exchange per picking is enough, it is read when sent."""
        pickings = self.filtered(lambda picking: picking._is_shop_shipment())
        if not pickings:
            return
        # Warehouse staff write no exchanges themselves.
        exchanges = self.env["ecom.exchange"].sudo()
        waiting = exchanges.search([("picking_id", "in", pickings.ids), ("state", "=", "pending")])
        waiting.filtered(lambda one: not one.picking_id._awaits_tracking()).next_try = fields.Datetime.now()
        new = pickings - waiting.picking_id
        exchanges.create([picking._prepare_shipment_exchange_vals() for picking in new])
        exchanges._wake("shipment")

    def _prepare_shipment_exchange_vals(self):
        self.ensure_one()
        if self._awaits_tracking():
            # nothing is lost by waiting: the shop's customers want the number with the news
            wait = {
                "next_try": fields.Datetime.now() + TRACKING_GRACE,
                **self.env["ecom.exchange"]._prepare_problem_vals("awaiting_tracking"),
            }
        else:
            wait = {}
        return {
            **wait,
            "store_id": self.ecom_store_id.id,
            "kind": "shipment",
            "source": "event",
            "external_id": self.sale_id.ecom_order_binding_id.external_id or self.sale_id.name,
            "reference": self.name,
            "digest": f"picking:{self.id}:{self.carrier_tracking_ref or ''}",
            "picking_id": self.id,
            "sale_order_id": self.sale_id.id,
        }
