from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class MedLotRejectWizard(models.TransientModel):
    """Reject some pieces of a lot: they go to the rejected zone, where the lot is rejected from then on."""

    _name = "med.lot.reject.wizard"
    _description = "Reject a Part of a Lot"

    lot_id = fields.Many2one("stock.lot", "Lot/Serial", required=True, readonly=True)
    product_id = fields.Many2one(related="lot_id.product_id")
    location_ids = fields.Many2many("stock.location", compute="_compute_location_ids")
    location_id = fields.Many2one(
        "stock.location",
        "From",
        compute="_compute_location_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        domain="[('id', 'in', location_ids)]",
    )
    available = fields.Float("Lies There", digits="Product Unit", compute="_compute_available")
    quantity = fields.Float(digits="Product Unit", required=True)
    uom_id = fields.Many2one(related="lot_id.product_uom_id")
    reason = fields.Char(required=True)

    @api.depends("lot_id")
    def _compute_location_ids(self):
        zone = self._get_zone()
        for wizard in self:
            quants = wizard.lot_id.quant_ids.filtered(
                lambda quant: quant.location_id.usage == "internal" and quant.quantity > 0
            )
            wizard.location_ids = quants.filtered(lambda quant: quant.zone_id != zone).location_id

    @api.depends("location_ids")
    def _compute_location_id(self):
        for wizard in self:
            wizard.location_id = wizard.location_ids._origin[:1]

    @api.depends("lot_id", "location_id")
    def _compute_available(self):
        for wizard in self:
            there = wizard.lot_id.quant_ids.filtered(
                lambda quant, w=wizard: quant.location_id == w.location_id
            )
            wizard.available = sum(there.mapped("quantity"))

    def _get_zone(self):
        return self.env.ref("med_lot_traceability.zone_rejected")

    def action_reject(self):
        """Decide and move in one transaction; the decision comes first, for it allows the move."""
        self.ensure_one()
        self._check_quantity()
        target = self._get_rejected_location()
        self.lot_id._set_release_status("rejected", self.reason, zone=self._get_zone())
        picking = self._move_to(target)
        self.lot_id._message_log(
            body=self.env._(
                "%(quantity)g %(unit)s rejected: %(reason)s (%(document)s)",
                quantity=self.quantity,
                unit=self.uom_id.name,
                reason=self.reason,
                document=picking.name,
            )
        )
        return {"type": "ir.actions.act_window_close"}

    def _check_quantity(self):
        if not 0 < self.quantity <= self.available:
            raise UserError(
                self.env._(
                    "%(available)g %(unit)s of lot %(lot)s lie in %(location)s. Enter a quantity up to that.",
                    available=self.available,
                    unit=self.uom_id.name,
                    lot=self.lot_id.name,
                    location=self.location_id.display_name,
                )
            )

    def _move_to(self, target):
        """:return: the transfer that has moved the rejected quantity"""
        # sudo: the move carries out a decision that the user may take; inspectors don't edit transfers
        picking = self.env["stock.picking"].sudo().create(self._prepare_picking_vals(target))
        picking.action_confirm()
        picking.move_ids.move_line_ids.unlink()
        self.env["stock.move.line"].sudo().create(self._prepare_line_vals(picking))
        picking.move_ids.picked = True
        picking._action_done()
        return picking

    def _get_rejected_location(self):
        """The place for rejected goods of the warehouse where these lie."""
        warehouse = self.location_id.warehouse_id
        domain = [
            ("effective_zone_id", "=", self._get_zone().id),
            ("usage", "=", "internal"),
            ("warehouse_id", "=", warehouse.id),
        ]
        location = self.env["stock.location"].sudo().search(domain, limit=1)  # sudo: see _move_to
        if not location:
            raise UserError(
                self.env._(
                    "Warehouse %(warehouse)s has no location for rejected goods. Have the quality manager "
                    "divide it into zones, or give one of its locations the zone 'Rejected', and try again.",
                    warehouse=warehouse.name or self.location_id.display_name,
                )
            )
        return location

    def _prepare_picking_vals(self, target):
        move = {
            "product_id": self.product_id.id,
            "product_uom_qty": self.quantity,
            "product_uom": self.uom_id.id,
            "location_id": self.location_id.id,
            "location_dest_id": target.id,
        }
        warehouse = self.location_id.warehouse_id.sudo()  # sudo: see _move_to
        return {
            "picking_type_id": warehouse.int_type_id.id,
            "origin": self.lot_id.name,
            "location_id": self.location_id.id,
            "location_dest_id": target.id,
            "move_ids": [Command.create(move)],
        }

    def _prepare_line_vals(self, picking):
        move = picking.move_ids
        return {
            **move._prepare_move_line_vals(quantity=self.quantity),
            "lot_id": self.lot_id.id,
            "location_id": self.location_id.id,
            "picking_id": picking.id,
        }
