from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..lot_status import QUALITY_MANAGER

#: Field of the warehouse -> code of the zone that its location gets.
ZONE_OF_LOCATION = {
    "wh_input_stock_loc_id": "awaiting",
    "wh_qc_stock_loc_id": "awaiting",
    "lot_stock_id": "released",
    "wh_pack_stock_loc_id": "dispatch",
    "wh_output_stock_loc_id": "dispatch",
}
#: Places that a warehouse has only when it is divided.
EXTRA_ZONES = ("returns", "rejected", "recalled")


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    is_divided = fields.Boolean("Divided into Zones", compute="_compute_is_divided")

    @api.depends("lot_stock_id.zone_id", "reception_steps")
    def _compute_is_divided(self):
        for warehouse in self:
            warehouse.is_divided = (
                warehouse.reception_steps != "one_step" and warehouse.lot_stock_id.zone_id.code == "released"
            )

    def action_divide_into_zones(self):
        """Set up the zones of a GSP warehouse: a place for each state that goods can be in.

        Receipts land in the input location and wait there, released lots go on to the stock, what is picked
        stands in dispatch, and returned, rejected and recalled goods have places of their own. Run again, it
        adds what is missing.

        :raise UserError: stock that isn't released lies where only released goods may lie
        """
        if not self.env.su and not self.env.user.has_group(QUALITY_MANAGER):
            raise AccessError(self.env._("Only the quality manager divides a warehouse into zones."))
        # sudo: the quality manager need not be allowed to set up locations and operation types
        for warehouse in self.sudo():
            warehouse._check_stock_is_released()
            if warehouse.reception_steps == "one_step":
                warehouse.reception_steps = "two_steps"
            for field_name, code in ZONE_OF_LOCATION.items():
                warehouse[field_name].with_context(active_test=False)._med_assign_zone(code)
            extra = {code: warehouse._find_or_create_zone_location(code) for code in EXTRA_ZONES}
            warehouse._set_return_destination(extra["returns"])

    def action_view_zones(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "med_lot_traceability.stock_location_zone_action"
        )
        return action | {"domain": [("location_id", "child_of", self.view_location_id.ids)]}

    def _check_stock_is_released(self):
        """Where the zone changes under them, only goods may lie that could have been moved there."""
        quants = self.env["stock.quant"]
        rules = self.env["med.gate.rule"]
        for field_name, code in ZONE_OF_LOCATION.items():
            place, zone = self[field_name], self.env["med.zone"].search([("code", "=", code)])
            lying = quants.search(
                [
                    ("location_id", "child_of", place.ids),
                    ("quantity", "!=", 0),
                    ("product_id.is_medical_device", "=", True),
                ]
            )
            for quant in lying.filtered(lambda quant, zone=zone: quant.zone_id != zone):
                status = quant.release_status
                if not rules._is_allowed(status, quant.zone_id.id, zone.id, "internal"):
                    self._refuse_division(quant, zone)

    def _refuse_division(self, quant, zone):
        raise UserError(
            self.env._(
                "%(location)s would become '%(zone)s', but %(product)s, lot %(lot)s, lies there and may not "
                "be there (%(status)s). Have it released, or move it to a location whose zone is 'Awaiting "
                "Inspection' or 'Rejected', then divide the warehouse.",
                location=quant.location_id.display_name,
                zone=zone.name,
                product=quant.product_id.display_name,
                lot=quant.lot_id.name or "-",
                status=quant.lot_id._get_status_label(quant.release_status) if quant.lot_id else "-",
            )
        )

    def _find_or_create_zone_location(self, code):
        """The place of this warehouse for a zone.

        :param code: code of a med.zone
        :return: stock.location
        """
        zone = self.env["med.zone"].search([("code", "=", code)])
        locations = self.env["stock.location"].with_context(active_test=False)
        found = locations.search(
            [("zone_id", "=", zone.id), ("location_id", "child_of", self.view_location_id.id)], limit=1
        )
        if found and not found.active:
            found.active = True
        return found or locations.create(self._prepare_zone_location_vals(zone))

    def _prepare_zone_location_vals(self, zone):
        return {
            "name": zone.name,
            "location_id": self.view_location_id.id,
            "zone_id": zone.id,
            "usage": "internal",
            "company_id": self.company_id.id,
        }

    def _set_return_destination(self, location):
        """What customers send back lands among the returns: by an operation type of its own.

        Core sends returns to the default destination of the type that a delivery names for its returns.
        """
        deliveries = self.out_type_id
        if deliveries.return_picking_type_id.default_location_dest_id == location:
            return
        returns = self.in_type_id.copy(
            {
                "name": self.env._("Customer Returns"),
                "sequence_code": "RET",
                "sequence_id": False,
                "default_location_src_id": self.env.ref("stock.stock_location_customers").id,
                "default_location_dest_id": location.id,
                "use_existing_lots": True,
                "use_create_lots": False,
                "return_picking_type_id": deliveries.id,
                "barcode": False,
                "warehouse_id": self.id,
            }
        )
        deliveries.return_picking_type_id = returns
