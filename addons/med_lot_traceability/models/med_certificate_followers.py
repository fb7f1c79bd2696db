from odoo import models


class MedCertificate(models.Model):
    _inherit = "med.certificate"

    def _track_subtype(self, initial_values):
        """Followers are told of each change, where core only logs a note."""
        changed = self.env.ref("med_lot_traceability.mt_certificate_changed")
        return super()._track_subtype(initial_values) or changed
