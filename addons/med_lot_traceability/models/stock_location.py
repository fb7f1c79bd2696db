from odoo import api, fields, models


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
