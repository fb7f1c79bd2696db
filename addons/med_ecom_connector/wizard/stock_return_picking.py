from odoo import api, models


class StockReturnPicking(models.TransientModel):
    _inherit = "stock.return.picking"

    @api.model
    def _prepare_picking_default_values_based_on(self, picking):
        """What comes back to a shop goes into the returns zone, never straight back on sale."""
        vals = super()._prepare_picking_default_values_based_on(picking)
        if picking.ecom_store_id and picking.location_dest_id.usage == "customer":
            # sudo: the returns' place is set up the first time it is needed
            warehouse = picking.picking_type_id.warehouse_id.sudo()
            vals["location_dest_id"] = warehouse._find_or_create_zone_location("returns").id
        return vals
