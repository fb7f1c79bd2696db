from odoo import api, models


class EcomFileImporterShipment(models.AbstractModel):
    """Tracking numbers from whoever ships for us: onto the order's transfer, and so to the shop."""

    _name = "ecom.file.importer.shipment"
    _description = "Importer of shipment files"
    _inherit = "ecom.file.importer.rows"

    @api.model
    def _find(self, file, records):
        bindings = self.env["ecom.order.binding"]._by_external_id(
            file.store_id, {record.get("shipment.order_number") for record in records}
        )
        for record in records:
            number = record.get("shipment.order_number")
            binding = bindings.get(number)
            if not binding:
                record.fail("order_unknown", "shipment.order_number", value=number)
                continue
            record.found = self._picking(binding.sale_order_id, record)
            if not record.found:
                record.fail("shipment_unknown", "shipment.order_number", value=number)

    @api.model
    def _picking(self, sale, record):
        """The transfer it is about: the named one, that with the number, or the first without."""
        pickings = sale.picking_ids.filtered(
            lambda one: one.location_dest_id.usage == "customer" and one.state not in ("draft", "cancel")
        ).sorted(lambda one: (one.state != "done", one.id))
        named = pickings.filtered(lambda one: one.name == record.get("shipment.reference"))
        number = record.get("shipment.tracking_number")
        told = pickings.filtered(lambda one: number and one.carrier_tracking_ref == number)
        return (named or told or pickings.filtered(lambda one: not one.carrier_tracking_ref))[:1]

    @api.model
    def _vals(self, file, record):
        vals = {"carrier_tracking_ref": record.get("shipment.tracking_number")}
        name = record.get("shipment.carrier")
        carrier = name and self.env["delivery.carrier"].sudo().search([("name", "=ilike", name)], limit=1)
        if carrier:
            vals["carrier_id"] = carrier.id
        return {name: value for name, value in vals.items() if value}

    @api.model
    def _load(self, file, records):
        for record in records:
            changed = self._differences(record.found, self._vals(file, record))
            if changed:
                # The order desk plans no transfers; the tracking number is all it brings.
                record.found.sudo().write(changed)
