from markupsafe import Markup

from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    ecom_binding_ids = fields.One2many("ecom.partner.binding", "partner_id", "Shop Accounts", readonly=True)

    def _describe_for_merge(self):
        """What this contact knew, for the chatter of the one it is merged into."""
        self.ensure_one()
        lines = [
            self.display_name,
            self.email,
            self.phone,
            self.vat,
            self._display_address(without_company=True),
        ]
        body = Markup("<br/>").join(" ".join(line.split()) for line in lines if line and line.strip())
        return Markup("%s<br/>%s") % (self.env._("Merged into this contact:"), body)
