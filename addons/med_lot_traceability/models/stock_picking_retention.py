from odoo import api, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def unlink(self):
        """Before core begins to cancel and delete its moves."""
        self._unlink_except_retained()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_retained(self):
        for picking in self:
            self.env["med.retention"]._check(picking)
