from odoo import models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _track_subtype(self, initial_values):
        """Master data of a device are regulated: followers are told, where core only logs a note."""
        subtype = super()._track_subtype(initial_values)
        if not subtype and self.is_medical_device:
            return self.env.ref("med_lot_traceability.mt_product_data")
        return subtype
