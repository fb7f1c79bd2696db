from odoo import models

#: In the cache of the cursor, where nobody can set it from outside: a validation is under way.
VALIDATING = "med_trace_validating"


class StockPicking(models.Model):
    """Core writes the date a second time when a transfer is done, which corrects nothing."""

    _inherit = "stock.picking"

    def _action_done(self):
        cache = self.env.cr.cache
        outer = cache.get(VALIDATING)
        cache[VALIDATING] = True
        try:
            return super()._action_done()
        finally:
            cache[VALIDATING] = outer
