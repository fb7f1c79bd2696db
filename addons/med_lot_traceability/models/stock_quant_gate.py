from odoo import api, models
from odoo.exceptions import UserError

#: What only a movement may change; the last two are copies that reservation reads.
MOVED_FIELDS = (
    "quantity",
    "product_id",
    "location_id",
    "lot_id",
    "owner_id",
    "release_status",
    "zone_id",
)


class StockQuant(models.Model):
    """Doors of the gate on quants: stock of a device changes by movements, never by writing on it.

    Core writes as superuser when a movement is done, and users count through ``inventory_quantity``.
    """

    _inherit = "stock.quant"

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        written = self.browse(
            [
                quant.id
                for quant, vals in zip(quants, vals_list, strict=True)
                if vals.get("quantity") or vals.get("release_status")
            ]
        )
        written._med_refuse_by_hand()
        return quants

    def write(self, vals):
        for quant in self.browse() if self.env.su else self:
            if any(name in vals and quant._med_get_raw(name) != vals[name] for name in MOVED_FIELDS):
                quant._med_refuse_by_hand()
        return super().write(vals)

    def _med_get_raw(self, name):
        """The value of a field as ``write`` takes it."""
        return self._fields[name].convert_to_write(self[name], self)

    def _med_refuse_by_hand(self):
        if self.env.su:
            return
        for quant in self.filtered("product_id.is_medical_device"):
            raise UserError(
                self.env._(
                    "Stock of %(product)s in %(location)s can't be written directly. Count it, move it with "
                    "a transfer, or scrap it.",
                    product=quant.product_id.display_name,
                    location=quant.location_id.display_name,
                )
            )
