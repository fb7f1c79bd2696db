from odoo import fields, models


class EcomStoreFlow(models.Model):
    _inherit = "ecom.store.flow"

    failing_since = fields.Datetime(readonly=True, help="When the failures in a row began.")

    def _failed(self, error):
        for flow in self.filtered(lambda flow: not flow.failing_since):
            flow.failing_since = fields.Datetime.now()
        return super()._failed(error)

    def _succeeded(self, **vals):
        return super()._succeeded(failing_since=False, **vals)
