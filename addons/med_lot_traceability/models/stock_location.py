from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lot_status import QUALITY_MANAGER

#: Writing one of these changes the zone of what lies in the location, as if it were moved.
ZONE_FIELDS = ("zone_id", "usage", "location_id")


class StockLocation(models.Model):
    _inherit = "stock.location"

    zone_id = fields.Many2one(
        "med.zone",
        index="btree_not_null",
        domain="[('is_inside', '=', True)]",
        help="What lies here, and in the locations below, lies in this zone.",
    )
    effective_zone_id = fields.Many2one(
        "med.zone", "In Zone", compute="_compute_effective_zone_id", store=True, recursive=True, index=True
    )
    zone_color = fields.Selection(related="effective_zone_id.color", string="Zone Colour")
    zone_tag_color = fields.Integer(related="effective_zone_id.tag_color")

    @api.depends("zone_id", "usage", "location_id.effective_zone_id")
    def _compute_effective_zone_id(self):
        """Its own zone, else that of the location above it, else the one for locations of its kind."""
        default = self.env["med.zone"]._get_default_id
        for location in self:
            above = location.location_id.effective_zone_id
            inherited = (
                above if above.is_inside and location.usage in ("internal", "view") else above.browse()
            )
            location.effective_zone_id = location.zone_id or inherited or default(location.usage)

    @api.model_create_multi
    def create(self, vals_list):
        locations = super().create(vals_list)
        locations.filtered("zone_id")._med_check_zone_role()
        return locations

    def write(self, vals):
        changed = self.filtered(lambda location: location._med_changes_zone(vals))
        if changed and "zone_id" in vals:
            changed._med_check_zone_role()
        changed._med_check_empty_of_devices()
        return super().write(vals)

    def _med_changes_zone(self, vals):
        self.ensure_one()
        archived = not vals.get("active", True) and self.active
        return archived or any(name in vals and self._med_get_raw(name) != vals[name] for name in ZONE_FIELDS)

    def _med_get_raw(self, name):
        """The value of a field as ``write`` takes it."""
        return self._fields[name].convert_to_write(self[name], self)

    def _med_check_zone_role(self):
        if self and not self.env.su and not self.env.user.has_group(QUALITY_MANAGER):
            raise AccessError(
                self.env._(
                    "Zones decide what may leave, so only the quality manager sets them. Ask the quality "
                    "manager to set the zone of %(location)s.",
                    location=self[0].display_name,
                )
            )

    def _med_check_empty_of_devices(self):
        """Goods get into another zone by a movement that passes the gate, never by renaming the place."""
        if not self:
            return
        # sudo: stock of every company counts, and archived places too
        quant = (
            self.env["stock.quant"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    ("location_id", "child_of", self.ids),
                    ("quantity", "!=", 0),
                    ("product_id.is_medical_device", "=", True),
                ],
                limit=1,
            )
        )
        if quant:
            raise UserError(
                self.env._(
                    "Medical devices lie in %(location)s (%(product)s), so its zone, kind and place must "
                    "stay as they are. Move the stock first.",
                    location=quant.location_id.display_name,
                    product=quant.product_id.display_name,
                )
            )

    def _med_assign_zone(self, code):
        """Set the zone without the checks: the caller has checked the stock against the rules.

        :param code: code of a med.zone
        """
        zone = self.env["med.zone"].search([("code", "=", code)])
        return super().write({"zone_id": zone.id})  # pylint: disable=super-method-mismatch

    def _med_get_operation_to(self, destination, is_inventory=False):
        """What kind of movement leads from here to a place.

        :param destination: stock.location
        :param is_inventory: whether a count makes it
        :return: one of ``operations.OPERATIONS``
        """
        usages = (self.usage, destination.usage)
        if "production" in usages:
            return "production"
        if destination.usage in ("customer", "supplier"):
            return "delivery" if destination.usage == "customer" else "supplier_return"
        if "inventory" in usages:
            return "scrap" if destination.usage == "inventory" and not is_inventory else "inventory"
        return {"supplier": "receipt", "customer": "customer_return"}.get(self.usage, "internal")
