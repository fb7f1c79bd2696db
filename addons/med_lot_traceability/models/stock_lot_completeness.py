from odoo import api, models

# Demanded only of some products: the field, and the field of the product that says so.
_CONDITIONS = {"expiration_date": "use_expiration_date", "sterilisation_lot": "is_sterile"}


class StockLot(models.Model):
    """How complete the record of a lot is, by the rules of its product's jurisdictions."""

    _name = "stock.lot"
    _inherit = ["stock.lot", "med.completeness.mixin"]

    @api.model
    def _get_completeness_fields(self):
        own = ["production_date", "expiration_date", "sterilisation_lot", "inspection_report"]
        return super()._get_completeness_fields() + own

    @api.model
    def _get_completeness_triggers(self):
        return [
            *super()._get_completeness_triggers(),
            "inspection_report_sha256",
            "batch_id.production_date",
            "batch_id.expiration_date",
            "batch_id.sterilisation_lot",
            "batch_id.inspection_report_sha256",
            "product_id.is_medical_device",
            "product_id.device_class",
            "product_id.use_expiration_date",
            "product_id.is_sterile",
            "product_id.jurisdiction_ids.requirement_ids.field_id",
            "product_id.jurisdiction_ids.requirement_ids.device_class",
        ]

    def _get_demands(self):
        template = self.product_id.product_tmpl_id
        if not template.is_medical_device:
            return []
        required = template._get_ruling_jurisdictions().requirement_ids._applies_to(template.device_class)
        names = set(required.filtered(lambda rule: rule.level == "lot").field_id.mapped("name"))
        excused = {name for name, condition in _CONDITIONS.items() if not template[condition]}
        return self._get_field_demands(names - excused)

    def _has_data(self, name):
        """A serial number has what its batch has."""
        if name == "inspection_report":  # its hash says that it is there without reading the file
            name = "inspection_report_sha256"
        batch = self.batch_id
        return super()._has_data(name) or bool(batch and name in batch._fields and batch[name])

    def _get_completion_view(self):
        return "med_lot_traceability.stock_lot_view_form_completion"
