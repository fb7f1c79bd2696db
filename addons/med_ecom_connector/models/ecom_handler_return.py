from odoo import api, models


class EcomHandlerReturn(models.AbstractModel):
    """Returns out: tells the shop what was decided."""

    _name = "ecom.handler.return"
    _description = "Sends decisions on returns to shops"
    _inherit = "ecom.handler"

    @api.model
    def _handle_one(self, exchange):
        store = exchange.store_id
        found = self.env["ecom.return"].search(
            [("store_id", "=", store.id), ("external_id", "=", exchange.external_id)], limit=1
        )
        store._channel().answer_return(found._prepare_return_out())
        exchange._finish_told()
