from odoo import models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def write(self, vals):
        """A transfer's state follows from its moves; written by hand it would claim what wasn't."""
        if vals.get("state", "draft") != "draft" and any(picking.state != vals["state"] for picking in self):
            raise UserError(
                self.env._(
                    "The state of transfer %(name)s follows from its moves and can't be written. "
                    "Validate it instead.",
                    name=self[0].name,
                )
            )
        return super().write(vals)
