from odoo import models
from odoo.fields import Command


class EcomReturn(models.Model):
    """The goods of a return: back into the returns zone, or others in their stead."""

    _inherit = "ecom.return"

    def _expect(self):
        """Create the transfers that bring the goods back, one for each delivery they left by."""
        self.ensure_one()
        parts = self._split_by_move()
        for picking in self.env["stock.picking"].union(*(move.picking_id for move in parts)):
            mine = {move: lots for move, lots in parts.items() if move.picking_id == picking}
            self._create_transfer(picking, mine)
        if parts:
            self.state = "expected"

    def _split_by_move(self):
        """:return: dict of move that goods left by to {lot that comes back, "" for any: quantity}"""
        parts = {}
        for line in self.line_ids:
            wanted = line.quantity
            for move in line._moves_to_return():
                planned = sum(parts.get(move, {}).values())
                left = move._shop_still_out() - planned
                out = move.product_uom._compute_quantity(left, line.product_uom_id)
                part = min(wanted, out)
                if part > 0:
                    wanted -= part
                    quantity = line.product_uom_id._compute_quantity(part, move.product_uom)
                    lots = parts.setdefault(move, {})
                    lot = line.announced_lot or ""
                    lots[lot] = lots.get(lot, 0.0) + quantity
        return parts

    def _create_transfer(self, picking, parts):
        """:param parts: as :meth:`_split_by_move` returns them, of this delivery"""
        quantities = {move: sum(lots.values()) for move, lots in parts.items()}
        wizard = self.env["stock.return.picking"].create({"picking_id": picking.id})
        for row in wizard.product_return_moves:
            row.quantity = quantities.get(row.move_id, 0.0)
        transfer = wizard._create_return()
        transfer.write({"ecom_return_id": self.id, "origin": f"{self.name} {picking.name}"})
        transfer.move_ids.to_refund = True
        for move in transfer.move_ids:
            move._propose_lots(parts.get(move.origin_returned_move_id, {}))

    def _note_received(self):
        """The transfers are done: somebody may decide now."""
        for one in self.filtered(lambda one: one.state == "expected"):
            if any(picking.state not in ("done", "cancel") for picking in one.picking_ids):
                continue
            one.state = "received"
            person = one.store_id.responsible_id
            if person:
                one.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=person.id,
                    summary=self.with_context(lang=person.lang).env._("Decide on the returned goods"),
                )

    def _send_instead(self):
        """A new delivery of what came back, from the sellable stock."""
        self.ensure_one()
        deliveries = self.sale_order_id.warehouse_id.out_type_id
        quantities = [
            (
                line.sale_line_id,
                line.product_uom_id._compute_quantity(line.received_quantity, line.product_id.uom_id),
            )
            for line in self.line_ids
            if line.received_quantity > 0
        ]
        picking = self._create_delivery(deliveries.default_location_src_id, quantities)
        picking.action_confirm()
        picking.action_assign()
        return picking

    def _create_delivery(self, source, quantities):
        """A delivery to the order's customer that belongs to this return.

        :param source: ``stock.location`` that the goods lie in
        :param quantities: list of (``sale.order.line``, quantity in the unit of its product)
        """
        order = self.sale_order_id
        customer = order.partner_shipping_id.property_stock_customer
        places = {"location_id": source.id, "location_dest_id": customer.id}
        moves = [
            Command.create(
                {
                    **places,
                    "product_id": line.product_id.id,
                    "product_uom_qty": quantity,
                    "product_uom": line.product_id.uom_id.id,
                    "sale_line_id": line.id,
                    "company_id": self.company_id.id,
                    "warehouse_id": order.warehouse_id.id,
                }
            )
            for line, quantity in quantities
        ]
        return self.env["stock.picking"].create(
            {
                **places,
                "picking_type_id": order.warehouse_id.out_type_id.id,
                "partner_id": order.partner_shipping_id.id,
                "origin": f"{self.name} {order.name}",
                "ecom_return_id": self.id,
                "company_id": self.company_id.id,
                "move_ids": moves,
            }
        )
