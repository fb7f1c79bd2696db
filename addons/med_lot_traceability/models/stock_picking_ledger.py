from contextlib import contextmanager

from odoo import models

#: In the cache of the cursor, where nobody can set it from outside: a validation is under way.
VALIDATING = "med_trace_validating"


@contextmanager
def validating(env):
    """While a movement is done, core writes its date a second time, which corrects nothing."""
    cache = env.cr.cache
    outer = cache.get(VALIDATING)
    cache[VALIDATING] = True
    try:
        yield
    finally:
        cache[VALIDATING] = outer


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _action_done(self):
        with validating(self.env):
            return super()._action_done()

    def write(self, vals):
        """Who changes the consignee of what was shipped corrects the ledger."""
        readdressed = self.browse()
        if "partner_id" in vals:
            readdressed = self.filtered(lambda picking: picking.state == "done")
        res = super().write(vals)
        readdressed.move_line_ids._record_corrections(self.env["stock.move.line"])
        return res
