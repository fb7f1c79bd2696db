from odoo import fields, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """The ledger's rows go on naming merged partners by their old ids; it says which these became."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _log_merge_operation(self, src_partners, dst_partner):
        res = super()._log_merge_operation(src_partners, dst_partner)
        target = dst_partner.sudo()  # sudo: as in stock.move.line._record_moves
        self.env["med.trace.event"]._record(
            [
                {
                    **target._prepare_event_vals(),
                    "chain": f"partner/{target.id}",
                    "kind": "merge",
                    "happened_on": fields.Datetime.now(),
                    "details": {"merged_id": partner.id, "merged_name": partner.display_name},
                }
                for partner in src_partners.sudo()
            ]
        )
        return res
