import json

from odoo import api, fields, models

from ..engine.tracking_numbers import join_numbers, split_numbers, spread_numbers


class StockPicking(models.Model):
    """The parcels of a delivery, each with its own tracking number."""

    _inherit = "stock.picking"

    ecom_parcel_ids = fields.One2many("ecom.parcel", "picking_id", "Parcels", readonly=True, copy=False)

    @api.depends("ecom_parcel_ids.tracking_url")
    def _compute_carrier_tracking_url(self):
        """Several parcels: a list of number and address, as core's carriers give it."""
        res = super()._compute_carrier_tracking_url()
        for picking in self:
            links = {
                one.tracking_number: one.tracking_url
                for one in picking.ecom_parcel_ids
                if one.tracking_url and picking.carrier_id.tracking_url
            }
            if len(links) > 1:
                picking.carrier_tracking_url = json.dumps(list(links.items()))
        return res

    def write(self, vals):
        res = super().write(vals)
        if "carrier_tracking_ref" in vals:
            # sudo: whoever enters the number need not be of the warehouse
            self.sudo()._spread_tracking_numbers()
        return res

    def _action_done(self):
        deliveries = self.filtered(lambda picking: picking._is_delivery())
        deliveries._sync_parcels()
        deliveries._check_weighed()
        return super()._action_done()

    def _is_delivery(self):
        self.ensure_one()
        return self.picking_type_code == "outgoing" and self.location_dest_id.usage == "customer"

    def _get_lines_to_ship(self):
        """What leaves when the delivery is validated: what was picked, or all when nothing was yet."""
        self.ensure_one()
        lines = self.move_line_ids.filtered(lambda line: line.quantity > 0)
        return lines.filtered("picked") or lines

    def _sync_parcels(self):
        """Make one parcel for each outermost package, and one for what is in none."""
        # sudo: parcels follow from the packing, by whoever packs
        for picking in self.sudo().filtered(lambda one: one.state not in ("done", "cancel")):
            lines = picking._get_lines_to_ship()
            left = picking.ecom_parcel_ids
            for package, content in lines.grouped(
                lambda line: line.result_package_id.outermost_package_id
            ).items():
                parcel = left.filtered(lambda one, package=package: one.package_id == package)[:1]
                parcel = parcel or left.create({"picking_id": picking.id, "package_id": package.id})
                left -= parcel
                (parcel.move_line_ids - content).ecom_parcel_id = False
                content.filtered(lambda line, parcel=parcel: line.ecom_parcel_id != parcel).write(
                    {"ecom_parcel_id": parcel.id}
                )
            left.unlink()
            picking._spread_tracking_numbers()
            picking.ecom_parcel_ids._refresh_expected()

    def _spread_tracking_numbers(self):
        """Give the numbers typed on the delivery to its parcels; those left over make parcels."""
        for picking in self:
            parcels = picking.ecom_parcel_ids
            if not parcels:
                continue
            numbers, more = spread_numbers(
                split_numbers(picking.carrier_tracking_ref), [one.tracking_number or "" for one in parcels]
            )
            for parcel, number in zip(parcels, numbers, strict=True):
                if (parcel.tracking_number or "") != number:
                    parcel.tracking_number = number or False
            parcels.create([{"picking_id": picking.id, "tracking_number": number} for number in more])

    def _set_tracking_numbers(self, by_parcel):
        """Enter the number of each parcel, and all of them on the delivery.

        :param by_parcel: number by ``ecom.parcel``
        """
        self.ensure_one()
        for parcel, number in by_parcel.items():
            parcel.tracking_number = number or False
        joined = join_numbers(self.ecom_parcel_ids.mapped("tracking_number"))
        if joined != (self.carrier_tracking_ref or ""):
            self.carrier_tracking_ref = joined or False
