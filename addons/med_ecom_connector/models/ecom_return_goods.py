from odoo import api, fields, models
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


class SaleOrder(models.Model):
    _inherit = "sale.order"

    ecom_return_ids = fields.One2many("ecom.return", "sale_order_id", "Returns of the shop", readonly=True)
    ecom_return_count = fields.Integer(compute="_compute_ecom_return_count", compute_sudo=True)

    @api.depends("ecom_return_ids")
    def _compute_ecom_return_count(self):
        for order in self:
            order.ecom_return_count = len(order.ecom_return_ids)

    def action_view_ecom_returns(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("med_ecom_connector.ecom_return_action")
        return {**action, "domain": [("sale_order_id", "=", self.id)], "context": {}}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _shop_shipped_moves(self):
        """Moves by which goods of this line left to the customer, the last one first."""
        moves = self.move_ids.filtered(
            lambda move: move.state == "done" and move.location_dest_id.usage == "customer"
        )
        return moves.sorted("id", reverse=True)

    def _shop_returnable(self):
        """How much the customer has that is neither back nor announced, in the unit of the line."""
        self.ensure_one()
        return sum(
            move.product_uom._compute_quantity(move._shop_still_out(), self.product_uom_id)
            for move in self._shop_shipped_moves()
        )


class EcomReturnLine(models.Model):
    _inherit = "ecom.return.line"

    def _moves_to_return(self):
        """The moves by which the goods left, first those with the lot that the shop named."""
        moves = self.sale_line_id._shop_shipped_moves()
        return moves.sorted(lambda move: self.announced_lot not in move.move_line_ids.lot_id.mapped("name"))


class StockMove(models.Model):
    _inherit = "stock.move"

    def _propose_lots(self, lots):
        """Have the warehouse expect the lots that the shop named; the rest stays as Odoo proposes it.

        :param lots: dict of lot name to quantity in the unit of the move; "" for no lot in particular
        """
        self.ensure_one()
        shipped = self.origin_returned_move_id.move_line_ids.lot_id
        named = {
            shipped.filtered(lambda lot, name=name: lot.name == name): quantity
            for name, quantity in lots.items()
        }
        if not any(named):
            return
        rest = self.product_uom_qty - sum(quantity for lot, quantity in named.items() if lot)
        others = (shipped - self.env["stock.lot"].union(*named))[:1] or shipped[:1]
        vals = self._prepare_move_line_vals(quantity=0)
        self.move_line_ids.unlink()
        self.move_line_ids = [
            Command.create({**vals, "lot_id": lot.id, "quantity": quantity})
            for lot, quantity in [*((lot, part) for lot, part in named.items() if lot), (others, rest)]
            if quantity > 0
        ]

    def _shop_still_out(self):
        """Of what left by this move, what is neither back nor announced, in the unit of the move."""
        self.ensure_one()
        back = self.returned_move_ids.filtered(lambda move: move.state != "cancel")
        return self.quantity - sum(
            move.product_uom._compute_quantity(
                move.quantity if move.state == "done" else move.product_uom_qty, self.product_uom
            )
            for move in back
        )


class StockPicking(models.Model):
    _inherit = "stock.picking"

    ecom_return_id = fields.Many2one(
        "ecom.return", "Return of a shop", readonly=True, copy=False, index="btree_not_null"
    )

    def _action_done(self):
        res = super()._action_done()
        # sudo: the warehouse receives goods, the return is the order desk's
        self.sudo().ecom_return_id._note_received()
        return res

    def action_cancel(self):
        res = super().action_cancel()
        # sudo: see above
        waiting = self.sudo().ecom_return_id.filtered(lambda one: one.state == "expected")
        for one in waiting:
            if all(picking.state == "cancel" for picking in one.picking_ids):
                one.state = "requested"
            else:
                one._note_received()
        self.sudo().ecom_return_id._note_not_sent_back()
        return res

    def _is_shop_shipment(self):
        """Goods that go out in exchange fulfil no line of the shop's order a second time."""
        return super()._is_shop_shipment() and not self.ecom_return_id
