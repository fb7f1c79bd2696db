from odoo import models


class EcomExchange(models.Model):
    _inherit = "ecom.exchange"

    def action_replay(self):
        """Ask before doing again what is done: how many, and what that means."""
        self._check_may_decide()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ecom.replay",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Replay"),
            "context": {"default_exchange_ids": self.ids, "default_is_chosen": True},
        }

    def _replay(self):
        """Do it again, whatever became of it: orders are recognised by the shop's id and shipments by
        the transfer's name, so nothing comes twice."""
        self._check_may_decide()
        # Order desk has no write access to the log itself; see action_release.
        rows = self.sudo()
        rows.decided_by_id = self.env.uid
        rows._requeue()
