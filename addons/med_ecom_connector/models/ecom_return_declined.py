from odoo import fields, models
from odoo.exceptions import AccessError, UserError

MAY_SEND_BACK = ("med_lot_traceability.group_order_desk", "med_lot_traceability.group_warehouse")
MAY_DISPOSE = ("med_lot_traceability.group_warehouse",)


class EcomReturn(models.Model):
    """What becomes of goods whose return was declined: they lie here, and are the customer's."""

    _inherit = "ecom.return"

    goods_state = fields.Selection(
        [
            ("waiting", "Wait in the returns zone"),
            ("back", "Go back to the customer"),
            ("disposed", "Disposed of"),
        ],
        "Declined goods",
        readonly=True,
        copy=False,
        tracking=True,
    )
    scrap_ids = fields.One2many("stock.scrap", "ecom_return_id", readonly=True)

    # === ACTIONS === #

    def action_send_back(self):
        """Have the warehouse deliver declined goods to the customer again, the very lots that came.

        :return: the action that shows the delivery, to those who may see it
        """
        self.ensure_one()
        self._check_may_clear(
            MAY_SEND_BACK, self.env._("Only the order desk or the warehouse sends goods back.")
        )
        # sudo: the order desk plans no transfers itself; it only asks the warehouse for this one
        picking = self.sudo()._send_back()
        self.sudo().goods_state = "back"
        if self.env.user.has_group("stock.group_stock_user"):
            return picking.with_env(self.env)._get_records_action()
        return True

    def action_dispose(self):
        """The warehouse destroys declined goods, since the customer does not want them back either."""
        self.ensure_one()
        self._check_may_clear(MAY_DISPOSE, self.env._("Only the warehouse disposes of goods."))
        # sudo: the return and its scrap are the engine's records; whether one may was checked above
        self.sudo()._dispose()
        self.sudo().goods_state = "disposed"
        return True

    def _check_may_clear(self, groups, refusal):
        if not any(map(self.env.user.has_group, groups)):
            raise AccessError(refusal)
        self.check_access("read")
        if self.goods_state != "waiting":
            raise UserError(
                self.env._(
                    "%(name)s: only goods of a declined return that still lie in the returns zone can be "
                    "sent back or disposed of.",
                    name=self.name,
                )
            )

    # === GOODS === #

    def _get_received_lines(self):
        """Move lines by which the goods of this return came in."""
        incoming = self.picking_ids.move_ids.filtered(
            lambda move: move.state == "done" and move.location_id.usage == "customer"
        )
        return incoming.move_line_ids.filtered("quantity")

    def _check_still_there(self, lines):
        """:raises UserError: when goods were moved elsewhere meanwhile"""
        for line in lines:
            there = self.env["stock.quant"]._get_available_quantity(
                line.product_id, line.location_dest_id, lot_id=line.lot_id, strict=True
            )
            if line.product_id.uom_id.compare(there, line.quantity_product_uom) < 0:
                raise UserError(
                    self.env._(
                        "%(product)s %(lot)s of %(name)s does not lie in %(place)s any more: somebody moved "
                        "it. Find it in Inventory, and move it by hand.",
                        product=line.product_id.display_name,
                        lot=line.lot_id.name or "",
                        name=self.name,
                        place=line.location_dest_id.display_name,
                    )
                )

    def _send_back(self):
        lines = self._get_received_lines()
        self._check_still_there(lines)
        picking = self._create_delivery(
            lines.location_dest_id[:1],
            [
                (move.sale_line_id, sum(move.move_line_ids.mapped("quantity_product_uom")))
                for move in lines.move_id
            ],
        )
        picking.action_confirm()
        # none is chosen by itself: the goods of this customer go back, not others of the same kind
        picking.move_line_ids.unlink()
        self.env["stock.move.line"].create([self._prepare_line_back_vals(picking, line) for line in lines])
        return picking

    def _prepare_line_back_vals(self, picking, line):
        move = picking.move_ids.filtered(lambda move: move.sale_line_id == line.move_id.sale_line_id)[:1]
        return {
            **move._prepare_move_line_vals(quantity=line.quantity_product_uom),
            "lot_id": line.lot_id.id,
            "location_id": line.location_dest_id.id,
            "picking_id": picking.id,
        }

    def _note_not_sent_back(self):
        """Goods whose way back was called off wait for another decision."""
        for one in self.filtered(lambda one: one.goods_state == "back"):
            back = one.picking_ids.filtered(lambda picking: picking.location_dest_id.usage == "customer")
            if all(picking.state == "cancel" for picking in back):
                one.goods_state = "waiting"

    def _dispose(self):
        lines = self._get_received_lines()
        self._check_still_there(lines)
        scraps = self.env["stock.scrap"].create([self._prepare_scrap_vals(line) for line in lines])
        scraps.do_scrap()

    def _prepare_scrap_vals(self, line):
        return {
            "product_id": line.product_id.id,
            "scrap_qty": line.quantity,
            "product_uom_id": line.product_uom_id.id,
            "lot_id": line.lot_id.id,
            "location_id": line.location_dest_id.id,
            "company_id": self.company_id.id,
            "origin": self.name,
            "ecom_return_id": self.id,
        }
