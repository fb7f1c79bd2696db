from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

UNSETTLED = ("missing", "unknown", "deviation")


class StockPicking(models.Model):
    """Nothing leaves whose weight is wrong, unless a person says why it may."""

    _inherit = "stock.picking"

    @api.model
    def _get_weight_unit(self):
        """ "kg" or "lb": the unit of every weight in Odoo."""
        uom = self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter()
        return "lb" if uom == self.env.ref("uom.product_uom_lb") else "kg"

    def _get_unweighed_parcels(self):
        """Parcels whose weight keeps the delivery from leaving, by their content now."""
        self._sync_parcels()
        return self.ecom_parcel_ids.filtered(
            lambda parcel: (
                parcel.move_line_ids
                and parcel.weight_state in UNSETTLED
                and (parcel.actual_weight or parcel.picking_id.picking_type_id.must_weigh)
            )
        )

    def _pre_action_done_hook(self):
        res = super()._pre_action_done_hook()
        if res is not True:
            return res
        deliveries = self.filtered(lambda picking: picking._is_delivery())
        unweighed = deliveries._get_unweighed_parcels()
        if unweighed and len(self) == 1:
            return self.with_context(ecom_validate=True).action_weigh()
        return True

    def _check_weighed(self):
        """:raise UserError: names the parcels that still have to be weighed or accepted"""
        unweighed = self._get_unweighed_parcels()
        if not unweighed:
            return
        states = dict(unweighed._fields["weight_state"]._description_selection(self.env))
        raise UserError(
            "\n".join(
                [
                    self.env._("Weigh these parcels first, or accept the deviation with its reason:"),
                    *(
                        f"- {parcel.picking_id.name}: {parcel.name} ({states[parcel.weight_state]})"
                        for parcel in unweighed
                    ),
                ]
            )
        )

    def action_weigh(self):
        """Open the dialog "Weigh", with a row for each parcel."""
        self.ensure_one()
        self.check_access("write")
        self._sync_parcels()
        if not self.ecom_parcel_ids:
            raise UserError(
                self.env._(
                    "Delivery %(name)s has nothing to weigh yet: reserve its goods first.", name=self.name
                )
            )
        wizard = self.env["ecom.weigh"].create(self._prepare_weigh_vals())
        return wizard._get_records_action(name=self.env._("Weigh %(name)s", name=self.name), target="new")

    def _prepare_weigh_vals(self):
        parcels = self.ecom_parcel_ids.filtered("move_line_ids")
        unknown = self.env["product.product"]
        for parcel in parcels:
            unknown |= parcel._get_expected_weight()[1]
        return {
            "picking_id": self.id,
            "line_ids": [
                Command.create(
                    {
                        "parcel_id": parcel.id,
                        "reading": f"{parcel.actual_weight:.3f}" if parcel.actual_weight else False,
                    }
                )
                for parcel in parcels
            ],
            "product_ids": [Command.create({"product_id": product.id}) for product in unknown],
        }
