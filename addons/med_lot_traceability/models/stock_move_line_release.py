from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _med_may_stay_reserved(self, state):
        """Whether an open line may keep its lot: the question of the gate, asked before the goods move.

        :param state: ReleaseState of its lot
        """
        self.ensure_one()
        status = self._med_get_status(state)
        leaves = self.move_id._med_leaves_to_customer()
        if not self.product_id.is_medical_device:
            return status == "released" or not leaves
        # Picking for a customer is no delivery yet, but there is no point in it when that can't follow.
        if leaves and status not in self.env["med.gate.rule"]._get_deliverable_statuses():
            return False
        return self._med_get_gate_problem(state) is None
