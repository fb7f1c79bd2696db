from odoo import models

from .stock_picking_ledger import validating


class StockMove(models.Model):
    """Counts, scrap and other movements without a transfer."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        with validating(self.env):
            return super()._action_done(cancel_backorder=cancel_backorder)
