from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _log_reading(self, kind, detail=None):
        self.env["med.access.log"]._log(kind, self, detail)

    def _get_records_logged_on_print(self):
        """Delivery slips and the like of medical devices are records that the law wants kept."""
        return self.filtered(lambda picking: any(picking.move_ids.product_id.mapped("is_medical_device")))
