from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class EcomShort(models.TransientModel):
    """Where the goods of a short order are, and why they can't simply be taken."""

    _name = "ecom.short"
    _description = "Goods of a short order"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    need_ids = fields.One2many("ecom.short.need", "short_id", readonly=True)
    place_ids = fields.One2many("ecom.short.place", "short_id", readonly=True)
    lot_ids = fields.One2many("ecom.short.lot", "short_id", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards:
            wizard._look()
        return wizards

    def _look(self):
        order = self.order_id
        needs = order._get_shop_needs()
        products = self.env["product.product"].union(*needs)
        warehouses = self.env["stock.warehouse"].search([("company_id", "=", order.company_id.id)])
        free = order._get_free_goods(warehouses, products)
        self.need_ids.create(
            [
                {
                    "short_id": self.id,
                    "product_id": product.id,
                    "ordered": needs[product],
                    "free": max(free[order.warehouse_id.id, product.id], 0.0),
                }
                for product in products
            ]
        )
        for warehouse in warehouses - order.warehouse_id:
            there = {product: max(free[warehouse.id, product.id], 0.0) for product in products}
            if any(there.values()):
                self.place_ids.create(self._prepare_place_vals(warehouse, needs, there))
        missing = self.need_ids.filtered(lambda need: need.free < need.ordered).product_id
        self.lot_ids.create(self._prepare_lot_vals_list(missing))

    def _prepare_place_vals(self, warehouse, needs, there):
        return {
            "short_id": self.id,
            "warehouse_id": warehouse.id,
            "complete": all(there[product] >= quantity for product, quantity in needs.items()),
            "details": "; ".join(
                f"{product.default_code or product.name} {there[product]:g} / {quantity:g}"
                for product, quantity in needs.items()
            ),
        }

    def _prepare_lot_vals_list(self, products):
        # Whoever decides here sees all stock of the company, though not all of its warehouses' screens.
        quants = (
            self.env["stock.quant"]
            .sudo()
            .search(
                [
                    ("product_id", "in", products.ids),
                    ("company_id", "=", self.order_id.company_id.id),
                    ("location_id.usage", "=", "internal"),
                    ("quantity", ">", 0),
                ],
                order="product_id, expiration_date, id",
            )
        )
        found = [(quant, self._reason(quant)) for quant in quants]
        return [
            {
                "short_id": self.id,
                "product_id": quant.product_id.id,
                "lot_id": quant.lot_id.id,
                "location_id": quant.location_id.id,
                "quantity": quant.quantity,
                "reserved": quant.reserved_quantity,
                "expiration_date": quant.expiration_date,
                "reason": reason,
            }
            for quant, reason in found
            if reason
        ]

    @api.model
    def _reason(self, quant):
        """Why the goods of a quant are not to be had; nothing if they are."""
        now = fields.Datetime.now()
        status, expiry = quant.release_status, quant.expiration_date
        if quant.product_id.is_medical_device and status != "released":
            return "blocked"
        if status and status != "released":
            return "blocked"
        if not quant.zone_id.is_sellable:
            return "zone"
        if expiry and expiry <= now:
            return "expired"
        if quant.reserved_quantity >= quant.quantity:
            return "reserved"
        if expiry and expiry <= now + timedelta(days=quant.product_id.minimum_shelf_life_days):
            return "short_lived"
        return False


class EcomShortNeed(models.TransientModel):
    _name = "ecom.short.need"
    _description = "Goods ordered and there"

    short_id = fields.Many2one("ecom.short", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True)
    ordered = fields.Float(digits="Product Unit")
    free = fields.Float("There", digits="Product Unit")


class EcomShortPlace(models.TransientModel):
    _name = "ecom.short.place"
    _description = "Another warehouse with the goods"

    short_id = fields.Many2one("ecom.short", required=True, index=True, ondelete="cascade")
    warehouse_id = fields.Many2one("stock.warehouse", required=True)
    complete = fields.Boolean("Has all")
    details = fields.Char("There / ordered")

    def action_take(self):
        """Deliver the order from this warehouse."""
        self.ensure_one()
        order = self.short_id.order_id
        order._check_may_decide_short()
        order.write({"warehouse_id": self.warehouse_id.id, "ecom_place_by_hand": True})
        return order._settle_short()

    def action_transfer(self):
        """Draft a transfer of what is missing to the order's own warehouse."""
        self.ensure_one()
        order = self.short_id.order_id
        order._check_may_decide_short()
        free = self.env["ecom.sellable"]._free(self.warehouse_id, self.short_id.need_ids.product_id)
        moves = []
        for need in self.short_id.need_ids.filtered(lambda need: need.free < need.ordered):
            quantity = min(need.ordered - need.free, free[self.warehouse_id.id, need.product_id.id])
            if quantity > 0:
                moves.append((need.product_id, quantity))
        # the order desk proposes, the warehouse decides: it may not make transfers otherwise
        picking = self.env["stock.picking"].sudo().create(self._prepare_transfer_vals(order, moves))
        order.message_post(
            body=self.env._(
                "Transfer %(transfer)s from %(warehouse)s proposed: the order goes on when it is done.",
                transfer=picking.name,
                warehouse=self.warehouse_id.name,
            )
        )
        return order._short_notification(
            "success", self.env._("Transfer %(transfer)s waits for the warehouse.", transfer=picking.name)
        )

    def _prepare_transfer_vals(self, order, moves):
        places = {
            "location_id": self.warehouse_id.lot_stock_id.id,
            "location_dest_id": order.warehouse_id.lot_stock_id.id,
        }
        return {
            **places,
            "picking_type_id": self.warehouse_id.int_type_id.id,
            "origin": order.name,
            "move_ids": [
                Command.create({**places, "product_id": product.id, "product_uom_qty": quantity})
                for product, quantity in moves
            ],
        }


class EcomShortLot(models.TransientModel):
    _name = "ecom.short.lot"
    _description = "Lot that was not taken, and why"

    short_id = fields.Many2one("ecom.short", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True)
    lot_id = fields.Many2one("stock.lot")
    location_id = fields.Many2one("stock.location", required=True)
    quantity = fields.Float(digits="Product Unit")
    reserved = fields.Float(digits="Product Unit")
    expiration_date = fields.Datetime()
    reason = fields.Selection(
        [
            ("blocked", "Not released"),
            ("zone", "Not in a zone for sale"),
            ("expired", "Expired"),
            ("reserved", "Reserved for others"),
            ("short_lived", "Too short a life left"),
        ],
        required=True,
    )

    def action_open_lot(self):
        self.ensure_one()
        return self.lot_id.get_formview_action()

    def action_take(self):
        """Deliver this short-lived lot: the customer agreed, under the name of whoever presses the button."""
        self.ensure_one()
        order = self.short_id.order_id
        order._check_may_decide_short()
        if self.reason != "short_lived":
            raise UserError(
                self.env._(
                    "Lot %(lot)s can't be taken: it is not sellable. Open it to see why.",
                    lot=self.lot_id.name,
                )
            )
        result = order.action_short_backorder()
        order._deliver_lot(self.lot_id, self.location_id)
        order.message_post(
            body=self.env._(
                "Lot %(lot)s is delivered though its remaining shelf life is below the product's minimum.",
                lot=self.lot_id.name,
            )
        )
        return result
