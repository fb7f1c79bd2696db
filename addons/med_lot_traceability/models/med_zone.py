from odoo import api, fields, models
from odoo.tools import ormcache

#: Index of the colour in Odoo's palette of tags.
TAG_COLORS = {"green": 10, "yellow": 3, "red": 1, "grey": 0}


class MedZone(models.Model):
    """A zone of a warehouse, or a place outside it, as the legality matrix sees it."""

    _name = "med.zone"
    _description = "Zone"
    _inherit = ["mail.thread"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(
        required=True, tracking=True, help="The name by which programs and exports know this zone."
    )
    sequence = fields.Integer(default=10)
    color = fields.Selection(
        [("green", "Green"), ("yellow", "Yellow"), ("red", "Red"), ("grey", "Grey")],
        required=True,
        tracking=True,
        default="grey",
        help="As Chinese warehouses mark it: yellow waits, green may go, red must not.",
    )
    tag_color = fields.Integer(compute="_compute_tag_color", help="The colour as tags know it.")
    usage = fields.Selection(
        [
            ("internal", "Internal"),
            ("supplier", "Supplier"),
            ("customer", "Customer"),
            ("inventory", "Inventory Loss"),
            ("production", "Production"),
            ("transit", "Transit"),
        ],
        tracking=True,
        help="Locations of this kind that belong to no other zone belong to this one.",
    )
    is_inside = fields.Boolean(
        "Inside the Warehouse",
        default=True,
        tracking=True,
        help="Can be chosen for a location of a warehouse.",
    )
    is_sellable = fields.Boolean(
        "Stock Is for Sale",
        tracking=True,
        help="Released lots that lie here count as available to customers.",
    )

    _code_uniq = models.Constraint("UNIQUE (code)", "Another zone has this code already.")
    _usage_uniq = models.UniqueIndex("(usage) WHERE usage IS NOT NULL")

    @api.depends("color")
    def _compute_tag_color(self):
        for zone in self:
            zone.tag_color = TAG_COLORS[zone.color or "grey"]

    @api.model
    @ormcache("usage")
    def _get_default_id(self, usage):
        """The zone of locations that were given none, or False.

        :param usage: ``usage`` of a stock.location
        """
        # sudo: what a zone is called is no secret, and locations are computed for everybody
        return self.sudo().search([("usage", "=", usage)], limit=1).id

    @api.model
    @ormcache()
    def _get_codes(self):
        """:return: dict of zone id to code, of all zones"""
        # sudo: as above
        # pylint: disable-next=no-search-all
        return {zone.id: zone.code for zone in self.sudo().search([])}

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        zones = super().create(vals_list)
        if any(zones.mapped("usage")):
            self._recompute_locations()
        return zones

    def write(self, vals):
        self.env.registry.clear_cache()
        res = super().write(vals)
        if "usage" in vals or "is_inside" in vals:
            self._recompute_locations()
        return res

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    def _recompute_locations(self):
        """Locations that were there before the zones, or whose zone changed its meaning."""
        # sudo: the locations of all companies follow
        # pylint: disable-next=no-search-all
        locations = self.env["stock.location"].sudo().with_context(active_test=False).search([])
        self.env.add_to_compute(locations._fields["effective_zone_id"], locations)
