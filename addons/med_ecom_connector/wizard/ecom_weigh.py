from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.weights import UnreadableWeightError, judge, read_scale
from ..models.ecom_parcel import WEIGHT_DIGITS


class EcomWeigh(models.TransientModel):
    """Weigh the parcels of a delivery: what the scale says against what they should weigh."""

    _name = "ecom.weigh"
    _description = "Weigh a delivery"

    picking_id = fields.Many2one("stock.picking", required=True, ondelete="cascade")
    line_ids = fields.One2many("ecom.weigh.line", "wizard_id")
    product_ids = fields.One2many("ecom.weigh.product", "wizard_id", "Products without weight")
    weight_uom_name = fields.Char("Unit", related="picking_id.weight_uom_name")
    needs_reason = fields.Boolean(compute="_compute_needs_reason")
    reason = fields.Char(help="Why the parcels may leave all the same. Kept with your name on the delivery.")

    @api.depends("line_ids.state")
    def _compute_needs_reason(self):
        for wizard in self:
            wizard.needs_reason = any(line.state in ("deviation", "unknown") for line in wizard.line_ids)

    def action_weigh(self):
        """Take down the weights; go on with what we came from: the validation, or shipping."""
        self.ensure_one()
        self.picking_id.check_access("write")
        self._check_readings()
        for row in self.product_ids.filtered(lambda row: row.weight > 0):
            # sudo: who weighs is the one who knows; the product itself is not theirs to change
            row.product_id.sudo().weight = row.weight
        picking = self.picking_id
        picking._sync_parcels()
        for line in self.line_ids:
            line.parcel_id._note_weight(line.actual_weight, (self.reason or "").strip() or None)
        total = sum(picking.ecom_parcel_ids.mapped("actual_weight"))
        if picking.shipping_weight != total:
            picking.shipping_weight = total
        if self.env.context.get("ecom_validate"):
            return picking.button_validate()
        if self.env.context.get("ecom_ship"):
            return picking.action_ship()
        return {"type": "ir.actions.act_window_close"}

    def _check_readings(self):
        unread = self.line_ids.filtered(lambda line: line.state == "missing")
        if unread:
            raise UserError(
                self.env._("Enter the weight of %(parcels)s.", parcels=", ".join(unread.mapped("name")))
            )
        if self.needs_reason and not (self.reason or "").strip():
            raise UserError(
                self.env._(
                    "The weight is not as expected. Look into the parcel; if it is right all the same, "
                    "say why under “Reason”."
                )
            )


class EcomWeighLine(models.TransientModel):
    """A parcel on the scale."""

    _name = "ecom.weigh.line"
    _description = "Parcel on the scale"

    wizard_id = fields.Many2one("ecom.weigh", required=True, index=True, ondelete="cascade")
    parcel_id = fields.Many2one("ecom.parcel", required=True, ondelete="cascade")
    name = fields.Char(related="parcel_id.name")
    expected_weight = fields.Float("Expected", digits=WEIGHT_DIGITS, compute="_compute_state")
    reading = fields.Char("On the scale", help="Type it, or let the scale type it: “1.250 kg”, “1250 g”.")
    actual_weight = fields.Float("Actual", digits=WEIGHT_DIGITS, compute="_compute_state")
    deviation = fields.Float(digits=WEIGHT_DIGITS, compute="_compute_state")
    state = fields.Selection(
        [
            ("missing", "Not weighed"),
            ("unknown", "Nothing to compare with"),
            ("deviation", "Deviates"),
            ("ok", "As expected"),
        ],
        compute="_compute_state",
    )

    @api.depends("reading", "parcel_id", "wizard_id.product_ids.weight")
    def _compute_state(self):
        unit = self.env["stock.picking"]._get_weight_unit()
        for line in self:
            weights = {row.product_id: row.weight for row in line.wizard_id.product_ids}
            # the browser's record is a draft whose parcel is the real one
            expected, unknown = line.parcel_id._origin._get_expected_weight(weights)
            line.expected_weight = expected
            try:
                line.actual_weight = read_scale(line.reading, unit) if line.reading else 0.0
            except UnreadableWeightError:
                line.actual_weight = 0.0
            tolerance = line.parcel_id.picking_id.picking_type_id._get_weigh_tolerance()
            line.state = judge(expected, line.actual_weight, tolerance, unit, not unknown)
            is_judged = line.state in ("ok", "deviation")
            line.deviation = line.actual_weight - expected if is_judged else 0.0


class EcomWeighProduct(models.TransientModel):
    """A product whose weight nobody has entered yet."""

    _name = "ecom.weigh.product"
    _description = "Product without weight"

    wizard_id = fields.Many2one("ecom.weigh", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", required=True, readonly=True, ondelete="cascade")
    weight = fields.Float("Piece weight", digits="Stock Weight")
