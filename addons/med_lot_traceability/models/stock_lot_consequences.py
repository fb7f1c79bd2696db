from odoo import models
from odoo.fields import Domain

#: Waiting moves that are reserved in the transaction of the release; the scheduler takes care of more.
RESERVED_AT_ONCE = 40


class StockLot(models.Model):
    """What a decision about lots sets in motion, in the same transaction."""

    _inherit = "stock.lot"

    def _draw_consequences(self, before, after):
        """:param before, after: dict of lot id to ReleaseState"""
        changed = self.filtered(
            lambda lot: (
                (before[lot.id].status, before[lot.id].by_zone)
                != (after[lot.id].status, after[lot.id].by_zone)
            )
        )
        if not changed:
            return
        changed._free_reservations(after)
        if any("released" in (after[lot.id].status, *after[lot.id].by_zone.values()) for lot in changed):
            changed._reserve_again()
        changed._on_status_change()

    def _on_status_change(self):
        """Called once after each decision, for all lots whose status, somewhere, is another one now."""

    def _free_reservations(self, states):
        """Take these lots out of open transfers that their status doesn't allow, and tell those transfers.

        :param states: dict of lot id to ReleaseState
        """
        # sudo: quality decides about lots, it need not be allowed to edit transfers
        lines = self.env["stock.move.line"].sudo()
        lines = lines.search([("lot_id", "in", self.ids), ("state", "not in", ("draft", "done", "cancel"))])
        lines = lines.filtered(lambda line: not line._med_may_stay_reserved(states[line.lot_id.id]))
        for picking, picking_lines in lines.grouped("picking_id").items():
            if picking:
                picking._med_tell_freed(picking_lines, states)
        lines.unlink()

    def _reserve_again(self):
        """Goods were released: transfers that wait for them get them now, not at the scheduler's next run."""
        domain = Domain(self.env["stock.rule"]._get_moves_to_assign_domain(False))
        domain &= Domain("product_id", "in", self.product_id.ids)
        # sudo: quality decides about lots, it need not be allowed to edit transfers
        waiting = self.env["stock.move"].sudo()
        order = "reservation_date, priority desc, date, id"
        waiting = waiting.search(domain, limit=RESERVED_AT_ONCE + 1, order=order)
        waiting[:RESERVED_AT_ONCE]._action_assign()
        if len(waiting) > RESERVED_AT_ONCE:
            self.env.ref("stock.ir_cron_scheduler_action").sudo()._trigger()
