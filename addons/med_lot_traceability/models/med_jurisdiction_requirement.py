from odoo import api, fields, models

from ..device_classes import DEVICE_CLASSES


class MedJurisdictionRequirement(models.Model):
    """A field that a product or a lot must carry before its record is complete."""

    _name = "med.jurisdiction.requirement"
    _description = "Required Data"
    _inherit = ["med.jurisdiction.line"]
    _order = "jurisdiction_id, level, id"

    level = fields.Selection([("product", "Product"), ("lot", "Lot")], compute="_compute_level", store=True)
    field_id = fields.Many2one(
        "ir.model.fields",
        required=True,
        ondelete="cascade",
        domain=lambda self: self._get_field_domain(),
    )
    device_class = fields.Selection(DEVICE_CLASSES, help="Empty: devices of every class.")

    _requirement_uniq = models.UniqueIndex(
        "(jurisdiction_id, field_id, COALESCE(device_class, ''))", "This field is required already."
    )

    @api.model
    def _get_field_domain(self):
        """The fields that completeness looks at: those it recomputes for when they change."""
        candidates = {
            "product.template": self.env["product.template"]._get_completeness_fields(),
            "stock.lot": self.env["stock.lot"]._get_completeness_fields(),
        }
        return [
            "|",
            *("&", ("model", "=", "product.template"), ("name", "in", candidates["product.template"])),
            *("&", ("model", "=", "stock.lot"), ("name", "in", candidates["stock.lot"])),
        ]

    @api.depends("field_id.model")
    def _compute_level(self):
        for requirement in self:
            requirement.level = "lot" if requirement.field_id.model == "stock.lot" else "product"

    @api.depends("field_id")
    def _compute_display_name(self):
        for requirement in self:
            requirement.display_name = requirement.field_id.field_description

    def _applies_to(self, device_class):
        return self.filtered(lambda rule: not rule.device_class or rule.device_class == device_class)
