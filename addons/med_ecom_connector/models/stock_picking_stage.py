from odoo import api, fields, models

from ..channels.on_delivery import is_paid_on_delivery
from .stock_picking_weighing import UNSETTLED


class StockPicking(models.Model):
    """What is to be done next with a delivery, and the money that its carrier collects."""

    _inherit = "stock.picking"

    shop_stage = fields.Selection(
        [
            ("waiting", "Waiting for goods"),
            ("to_pick", "To pick"),
            ("to_weigh", "To weigh"),
            ("to_ship", "To ship"),
            ("shipped", "Shipped"),
            ("trouble", "In trouble"),
            ("delivered", "Delivered"),
        ],
        "Next step",
        compute="_compute_shop_stage",
        store=True,
        index="btree_not_null",
        copy=False,
        group_expand=True,
    )
    cod_currency_id = fields.Many2one("res.currency", compute="_compute_cod_currency_id")
    cod_amount = fields.Monetary(
        "Cash on delivery",
        currency_field="cod_currency_id",
        compute="_compute_cod_amount",
        store=True,
        readonly=False,
        copy=False,
        help="What the carrier collects. The first delivery of an order carries all of it.",
    )

    @api.depends(
        "state",
        "picking_type_code",
        "location_dest_id",
        "picking_type_id.must_weigh",
        "move_ids.picked",
        "ecom_parcel_ids.weight_state",
        "shipment_state",
        "parcel_trouble",
    )
    def _compute_shop_stage(self):
        for picking in self:
            picking.shop_stage = picking._is_delivery() and picking._get_shop_stage()

    def _get_shop_stage(self):
        self.ensure_one()
        if self.state == "cancel":
            return False
        if self.state == "done":
            arrived = "delivered" if self.shipment_state == "delivered" else "shipped"
            return "trouble" if self.parcel_trouble else arrived
        if self.state != "assigned":
            return "waiting"
        if not any(move.picked for move in self.move_ids):
            return "to_pick"
        states = self.ecom_parcel_ids.filtered("move_line_ids").mapped("weight_state")
        if self.picking_type_id.must_weigh and (not states or any(state in UNSETTLED for state in states)):
            return "to_weigh"
        return "to_ship"

    @api.depends("sale_id.currency_id", "company_id.currency_id")
    def _compute_cod_currency_id(self):
        for picking in self:
            picking.cod_currency_id = picking.sale_id.currency_id or picking.company_id.currency_id

    @api.depends("sale_id.ecom_payment_state", "sale_id.ecom_payment_method", "sale_id.amount_total")
    def _compute_cod_amount(self):
        for picking in self.sorted("id"):
            if picking.state in ("done", "cancel"):
                picking.cod_amount = picking.cod_amount
                continue
            sale = picking.sale_id
            others = (sale.picking_ids - picking).filtered(
                lambda one, picking=picking: (
                    one.cod_amount
                    and one.state != "cancel"
                    and one._origin.id < (picking._origin.id or one.id + 1)
                )
            )
            collects = (
                picking._is_delivery()
                and sale.ecom_payment_state == "unpaid"
                and is_paid_on_delivery(sale.ecom_payment_method)
                and not others
            )
            picking.cod_amount = sale.amount_total if collects else 0.0

    def action_mark_picked(self):
        """Say that the reserved goods lie ready."""
        self.check_access("write")
        for picking in self.filtered(lambda one: one.state == "assigned"):
            picking.move_line_ids.filtered(lambda line: line.quantity > 0).picked = True
            picking._sync_parcels()
        return True
