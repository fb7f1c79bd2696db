from odoo import models


class ResPartner(models.Model):
    """What the ledger writes about partners: they may be renamed, moved or merged later, the row may not."""

    _inherit = "res.partner"

    def _prepare_event_vals(self):
        """Columns of a ledger row that say who this is, and where, as of now."""
        self.ensure_one()
        address = self._display_address(without_company=True)
        return {
            "partner_ref": self.id,
            "commercial_partner_ref": self.commercial_partner_id.id,
            "partner_name": self.display_name,
            "partner_address": ", ".join(line.strip() for line in address.splitlines() if line.strip()),
        }
