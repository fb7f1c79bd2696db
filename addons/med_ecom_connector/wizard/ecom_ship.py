from odoo import api, fields, models

from ..engine.tracking_numbers import tracking_key
from ..models.ecom_parcel import WEIGHT_DIGITS


class EcomShip(models.TransientModel):
    """Carrier, tracking numbers, validation and papers of a delivery in one go."""

    _name = "ecom.ship"
    _description = "Ship a delivery"

    picking_id = fields.Many2one("stock.picking", required=True, ondelete="cascade")
    allowed_carrier_ids = fields.Many2many(related="picking_id.allowed_carrier_ids")
    partner_id = fields.Many2one(related="picking_id.partner_id")
    carrier_id = fields.Many2one("delivery.carrier", domain="[('id', 'in', allowed_carrier_ids)]")
    line_ids = fields.One2many("ecom.ship.line", "wizard_id", "Parcels")
    currency_id = fields.Many2one(related="picking_id.cod_currency_id")
    cod_amount = fields.Monetary("Cash on delivery")
    print_packing_list = fields.Boolean(default=True)
    print_transport_order = fields.Boolean()
    warning = fields.Char(compute="_compute_warning")

    @api.depends("line_ids.tracking_number")
    def _compute_warning(self):
        """A number that another delivery has is most often the wrong label scanned."""
        for wizard in self:
            keys = {tracking_key(line.tracking_number) for line in wizard.line_ids} - {""}
            parcels = self.env["ecom.parcel"].search(
                [
                    ("tracking_key", "in", list(keys)),
                    ("picking_id", "!=", wizard.picking_id.id),
                    ("company_id", "=", wizard.picking_id.company_id.id),
                ],
                limit=5,
            )
            used = ", ".join(f"{one.tracking_number} ({one.picking_id.name})" for one in parcels)
            wizard.warning = used and self.env._(
                "Already used: %(numbers)s. Is it the right label?", numbers=used
            )

    def action_ship(self):
        """Enter the numbers, validate, and print what was asked for.

        A dialog that comes in between (a backorder, an expired lot) goes first, and prints them then.
        """
        self.ensure_one()
        picking = self.picking_id
        picking.check_access("write")
        picking.write({"carrier_id": self.carrier_id.id, "cod_amount": self.cod_amount})
        picking._set_tracking_numbers({line.parcel_id: line.tracking_number for line in self.line_ids})
        res = picking.with_context(ecom_papers=self._get_papers()).button_validate()
        close = {"type": "ir.actions.act_window_close"}
        if res is True:
            return close
        if res.get("tag") == "do_multi_print":
            res["params"]["anotherAction"] = res["params"]["anotherAction"] or close
        return res

    def _get_papers(self):
        wanted = {"packing_list": self.print_packing_list, "transport_order": self.print_transport_order}
        return [name for name, is_wanted in wanted.items() if is_wanted]


class EcomShipLine(models.TransientModel):
    """A parcel and the label stuck on it."""

    _name = "ecom.ship.line"
    _description = "Parcel to ship"

    wizard_id = fields.Many2one("ecom.ship", required=True, index=True, ondelete="cascade")
    parcel_id = fields.Many2one("ecom.parcel", required=True, ondelete="cascade")
    name = fields.Char(related="parcel_id.name")
    weight = fields.Float(digits=WEIGHT_DIGITS, compute="_compute_weight")
    tracking_number = fields.Char()

    @api.depends("parcel_id")
    def _compute_weight(self):
        for line in self:
            line.weight = line.parcel_id._get_weight() if line.parcel_id else 0.0
