from odoo import models


class EcomOrderLink(models.AbstractModel):
    """What belongs to one order, its ``sale_order_id``."""

    _name = "ecom.order.link"
    _description = "Belongs to a shop order"

    def action_open_order(self):
        self.ensure_one()
        return self.sale_order_id.get_formview_action()
