from odoo import api, fields, models

from ..certificate_kinds import KINDS
from ..device_classes import DEVICE_CLASSES


class MedJurisdictionCertificate(models.Model):
    """A kind of certificate without which a device of that class may not be traded."""

    _name = "med.jurisdiction.certificate"
    _description = "Required Certificate"
    _inherit = ["med.jurisdiction.line"]
    _order = "jurisdiction_id, id"

    kind = fields.Selection(KINDS, required=True)
    device_class = fields.Selection(DEVICE_CLASSES, help="Empty: devices of every class.")

    _rule_uniq = models.UniqueIndex(
        "(jurisdiction_id, kind, COALESCE(device_class, ''))", "This certificate is required already."
    )

    @api.depends("kind", "jurisdiction_id.code")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            rule.display_name = f"{kinds.get(rule.kind, '')} ({rule.jurisdiction_id.code})"

    def _applies_to(self, device_class):
        return self.filtered(lambda rule: not rule.device_class or rule.device_class == device_class)
