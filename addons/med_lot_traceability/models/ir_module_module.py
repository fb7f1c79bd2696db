from odoo import models
from odoo.exceptions import UserError

OURS = "med_lot_traceability"
HAPPENED = [("kind", "!=", "rule")]


class IrModuleModule(models.Model):
    """A ledger in which something happened can't be thrown away by uninstalling its module."""

    _inherit = "ir.module.module"

    def button_uninstall(self):
        removed = {*self.mapped("name"), *self.downstream_dependencies().mapped("name")}
        # Rules are written down at installation already: nothing happened to a device yet.
        if OURS in removed and self.env["med.trace.event"].search_count(HAPPENED, limit=1):
            raise UserError(
                self.env._(
                    "The ledger holds what happened to medical devices, so this module stays. "
                    "If the company no longer needs it, archive the database as a whole."
                )
            )
        return super().button_uninstall()
