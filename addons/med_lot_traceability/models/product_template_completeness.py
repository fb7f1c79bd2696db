from odoo import api, models

from ..certificate_kinds import MAKER_KIND_CODES

_FIELDS = [
    "device_class",
    "jurisdiction_ids",
    "maker_id",
    "registrant_id",
    "device_model",
    "specification",
    "storage_conditions",
    "udi_di_ids",
]


class ProductTemplate(models.Model):
    """How complete the master data of a device is, by the rules of its jurisdictions."""

    _name = "product.template"
    _inherit = ["product.template", "med.completeness.mixin"]

    @api.model
    def _get_completeness_fields(self):
        return super()._get_completeness_fields() + _FIELDS

    @api.model
    def _get_completeness_triggers(self):
        return [
            *super()._get_completeness_triggers(),
            "is_medical_device",
            "company_id",
            "jurisdiction_ids.requirement_ids.field_id",
            "jurisdiction_ids.requirement_ids.device_class",
            "jurisdiction_ids.certificate_rule_ids.kind",
            "jurisdiction_ids.certificate_rule_ids.device_class",
            "certificate_ids.kind",
            "certificate_ids.jurisdiction_id",
            "certificate_ids.state",
            "maker_id.maker_certificate_ids.kind",
            "maker_id.maker_certificate_ids.state",
        ]

    def _get_ruling_jurisdictions(self):
        """Those that completeness goes by: it is stored, so it can't follow the company of who looks."""
        # sudo: rules hold for everybody; the main company stands in for products shared by all
        return self.sudo()._get_jurisdictions(self.env["res.company"].sudo()._get_main_company())

    def _get_demands(self):
        if not self.is_medical_device:
            return []
        jurisdictions = self._get_ruling_jurisdictions()
        required = jurisdictions.requirement_ids._applies_to(self.device_class)
        required = required.filtered(lambda rule: rule.level == "product")
        names = {"device_class", "jurisdiction_ids", *required.field_id.mapped("name")}
        demands = self._get_field_demands(names)
        rules = jurisdictions.certificate_rule_ids._applies_to(self.device_class)
        return demands + [self._get_certificate_demand(rule) for rule in rules]

    def _has_data(self, name):
        if name == "jurisdiction_ids":
            return bool(self._get_ruling_jurisdictions())
        return super()._has_data(name)

    def _get_certificate_demand(self, rule):
        of_maker = rule.kind in MAKER_KIND_CODES
        # sudo: a certificate of another company still is one
        held = self.sudo().maker_id.maker_certificate_ids if of_maker else self.sudo().certificate_ids
        held = held.filtered(
            lambda certificate: (
                certificate.kind == rule.kind
                and certificate.jurisdiction_id == rule.jurisdiction_id
                and certificate.state != "ended"
            )
        )
        return ("maker_id" if of_maker else "certificate_ids", rule.display_name, bool(held))

    def _get_completion_view(self):
        return "med_lot_traceability.product_template_view_form_completion"
