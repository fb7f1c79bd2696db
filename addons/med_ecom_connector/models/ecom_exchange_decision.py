from odoo import fields, models
from odoo.exceptions import AccessError


class EcomExchange(models.Model):
    """What a person decides about exchanges: try again, accept a difference, or leave it undone."""

    _inherit = "ecom.exchange"

    def action_release(self):
        """Try again now: for held, given up, or waiting exchanges. Asks the shop afresh."""
        self._check_may_decide()
        # A webhook and a poll may both wait for one mended order.
        chosen = self | self._others_of_the_order()
        waiting = chosen.filtered(lambda exchange: exchange.state in ("held", "dead", "pending"))
        # Order desk and quality have no write access to the log itself; this is the one change they make.
        waiting.sudo().decided_by_id = self.env.uid
        waiting.sudo()._requeue()
        return True

    def action_accept_difference(self):
        """Take the shop's total as it is: the difference becomes a rounding line, under the user's name."""
        self._check_may_decide()
        for exchange in self.filtered(lambda row: row.state == "held" and row.problem == "total_differs"):
            # see action_release
            exchange.sudo().write(
                {
                    "accepted_difference": float(exchange.problem_params["difference"]),
                    "accepted_by_id": self.env.uid,
                }
            )
        return self.action_release()

    def action_dismiss(self):
        """Ask for the reason, then leave the exchange undone for good."""
        self._check_may_decide()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ecom.dismiss",
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Dismiss"),
            "context": {"default_exchange_ids": self.ids},
        }

    def _dismiss(self, reason):
        self._check_may_decide()
        # see action_release
        chosen = (self | self._others_of_the_order()).sudo()
        undone = chosen.filtered(lambda exchange: exchange.state != "done")
        undone.write(
            {
                "state": "dismissed",
                "finished_at": fields.Datetime.now(),
                "next_try": False,
                "dismiss_reason": reason,
                "decided_by_id": self.env.uid,
            }
        )
        # the goods it claimed are on sale again
        self._wake("stock")

    def _check_may_decide(self):
        if not self.env.user.has_group("med_lot_traceability.group_order_desk"):
            raise AccessError(self.env._("Only the order desk releases or dismisses exchanges."))
        # Decide only on what one may see: record rules of company apply.
        self.check_access("read")

    def _others_of_the_order(self):
        """Further exchanges that wait for a person about the same orders of the shop."""
        return self.search(
            [
                ("store_id", "in", self.store_id.ids),
                ("kind", "=", "order"),
                ("external_id", "in", self.mapped("external_id")),
                ("state", "in", ("held", "dead")),
                ("id", "not in", self.ids),
            ]
        )
