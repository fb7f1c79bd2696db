from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # All that a trace through core's own tables reads of a lot, without touching the table itself.
    _lot_done_idx = models.Index(
        "(lot_id, date, id) INCLUDE (location_id, location_dest_id, picking_id, quantity) "
        "WHERE state = 'done'"
    )
    # The same for goods without lots: when did they last leave?
    _product_done_idx = models.Index("(product_id, date) WHERE state = 'done' AND lot_id IS NULL")
