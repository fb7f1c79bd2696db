from collections import defaultdict
from decimal import Decimal

from odoo import api, models

from ..channels.shipments import Parcel, Shipment, ShipmentLine, ShippedLot
from ..engine.instants import aware_utc
from ..engine.weights import GRAMS
from ..exceptions import HoldExchange


class EcomHandlerShipment(models.AbstractModel):
    """Shipments out: what left the warehouse, with carrier, tracking number and lots."""

    _name = "ecom.handler.shipment"
    _description = "Sends shipments to shops"
    _inherit = "ecom.handler"

    @api.model
    def _handle_one(self, exchange):
        store = exchange.store_id
        store._lock_stock_writes()
        shipment = self._prepare_shipment(exchange.picking_id)
        result = store._channel().push_shipment(shipment)
        late = result.already_there and exchange.picking_id.ecom_shipment_ref
        if not late:
            self._note_shipped(exchange.picking_id, result.external_id)
        exchange._finish_told("tracking_late" if late and shipment.tracking_number else None)
        exchange._wake("stock")

    @api.model
    def _prepare_shipment(self, picking):
        """:return: :class:`~..channels.shipments.Shipment`"""
        lines = self._prepare_lines(picking)
        if not lines:
            raise HoldExchange("not_in_shop", reference=picking.name)
        order = picking.sale_id
        return Shipment(
            order_id=order.ecom_order_binding_id.external_id,
            reference=picking.name,
            lines=lines,
            carrier=picking.carrier_id.name or "",
            tracking_number=picking.carrier_tracking_ref or "",
            tracking_url=self._tracking_url(picking),
            shipped_at=aware_utc(picking.date_done),
            delivered_at=aware_utc(picking.delivered_at),
            parcels=self._prepare_parcels(picking),
        )

    @api.model
    def _prepare_parcels(self, picking):
        to_kg = GRAMS[picking._get_weight_unit()] / GRAMS["kg"]
        return tuple(
            Parcel(
                name=parcel.name,
                tracking_number=parcel.tracking_number or "",
                tracking_url=self._only_address(parcel.tracking_url),
                weight=Decimal(str(round(parcel.actual_weight * to_kg, 3))),
            )
            for parcel in picking.ecom_parcel_ids
        )

    @api.model
    def _tracking_url(self, picking):
        # Several parcels: a JSON list of addresses; where the shop has room for one only, the first will do.
        parcels = picking.get_multiple_carrier_tracking()
        return self._only_address(parcels[0][1] if parcels else picking.carrier_tracking_url)

    @api.model
    def _only_address(self, url):
        return url if url and url.startswith("http") else ""

    @api.model
    def _prepare_lines(self, picking):
        """Shipped lines by the shop's line, with lots; quantities in the unit of the order."""
        lots = defaultdict(list)
        for move_line in picking.move_line_ids.filtered(lambda line: line.state == "done" and line.quantity):
            sale_line = move_line.move_id.sale_line_id
            if sale_line.ecom_line_ref:
                lots[sale_line].append(self._prepare_lot(move_line, sale_line))
        return tuple(
            ShipmentLine(
                line_id=sale_line.ecom_line_ref,
                sku=sale_line.product_id.default_code or "",
                quantity=sum((lot.quantity for lot in shipped), Decimal(0)),
                lots=tuple(lot for lot in shipped if lot.lot or lot.serial),
            )
            for sale_line, shipped in lots.items()
        )

    @api.model
    def _prepare_lot(self, move_line, sale_line):
        quantity = move_line.product_uom_id._compute_quantity(move_line.quantity, sale_line.product_uom_id)
        lot = move_line.lot_id
        is_serial = move_line.product_id.tracking == "serial"
        return ShippedLot(
            quantity=Decimal(str(quantity)),
            lot=lot.name if lot and not is_serial else "",
            serial=lot.name if lot and is_serial else "",
            expiry=lot.expiration_date.date().isoformat() if lot.expiration_date else "",
            udi=lot.udi or "",
        )

    @api.model
    def _note_shipped(self, picking, external_id):
        """Remember which quantities the shop counts as shipped: its own stock figure has fallen by them.

        Summed up from the shipments the shop was told of, never counted on, so that a shipment told
        twice counts once; the shop's own count may have come in meanwhile.
        """
        picking.ecom_shipment_ref = external_id
        picking._queue_shop_deliveries()
        told = defaultdict(float)
        for shipment in picking.sale_id.picking_ids.filtered("ecom_shipment_ref"):
            for line in self._prepare_lines(shipment):
                told[line.line_id] += float(line.quantity)
        for sale_line in picking.sale_id.order_line:
            if told[sale_line.ecom_line_ref] > sale_line.ecom_shipped_qty:
                sale_line.ecom_shipped_qty = told[sale_line.ecom_line_ref]
