from odoo import models

#: Waiting moves that get other lots in the transaction of the decision; the scheduler takes care of more.
RESERVED_AT_ONCE = 40


class StockLot(models.Model):
    _inherit = "stock.lot"

    def _on_status_change(self):
        """Shop orders that had a lot now on hold get another one at once, not from the scheduler."""
        super()._on_status_change()
        # sudo: quality decides about lots, it need not be allowed to edit transfers
        waiting = (
            self.env["stock.move"]
            .sudo()
            .search(
                [
                    ("product_id", "in", self.product_id.ids),
                    ("state", "in", ("confirmed", "partially_available")),
                    ("sale_line_id.order_id.ecom_store_id", "!=", False),
                    ("picking_type_id.reservation_method", "=", "at_confirm"),
                ],
                limit=RESERVED_AT_ONCE,
                order="reservation_date, priority desc, date, id",
            )
        )
        waiting._action_assign()
