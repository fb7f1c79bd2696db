from odoo import models
from odoo.fields import Command


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def action_ship(self):
        """Open the dialog "Ship"; the scale comes first where it has to."""
        self.ensure_one()
        self.check_access("write")
        if self._get_unweighed_parcels():
            return self.with_context(ecom_ship=True).action_weigh()
        wizard = self.env["ecom.ship"].create(
            {
                "picking_id": self.id,
                "carrier_id": self.carrier_id.id,
                "cod_amount": self.cod_amount,
                "line_ids": [
                    Command.create({"parcel_id": parcel.id, "tracking_number": parcel.tracking_number})
                    for parcel in self.ecom_parcel_ids
                ],
            }
        )
        return wizard._get_records_action(
            name=self.env._("Ship %(name)s", name=self.name), target="new", context={}
        )
