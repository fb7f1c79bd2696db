from odoo import api, fields, models
from odoo.exceptions import UserError


class StockMoveLine(models.Model):
    """What a receipt knows about a lot, and the door that no device passes without the maker's expiry."""

    _inherit = "stock.move.line"

    lot_production_date = fields.Date("Production Date", copy=False, help="Becomes the new lot's.")
    lot_sterilisation = fields.Char("Sterilisation Lot", copy=False, help="Becomes the new lot's.")
    lot_batch_name = fields.Char(
        "Maker's Lot", copy=False, help="The lot that a new serial number belongs to, when both are printed."
    )
    lot_udi_raw = fields.Char("Scanned UDI", copy=False, readonly=True)

    def _prepare_new_lot_vals(self):
        return {**super()._prepare_new_lot_vals(), **self._prepare_lot_facts()}

    def _prepare_lot_facts(self):
        """What was entered or scanned about the lot, by field of stock.lot; nothing that is unknown."""
        self.ensure_one()
        facts = {
            "production_date": self.lot_production_date,
            "sterilisation_lot": self.lot_sterilisation,
            "expiration_date": self.expiration_date,
            "udi_raw": self.lot_udi_raw,
            "batch_id": self._find_or_create_batch().id,
        }
        return {name: value for name, value in facts.items() if value}

    def _find_or_create_batch(self):
        """The batch of a serial number whose carrier names the maker's lot, too."""
        batches = self.env["med.lot.batch"]
        if not self.lot_batch_name or self.product_id.tracking != "serial":
            return batches
        company = self.product_id.company_id
        batch = batches.search(
            [
                ("product_id", "=", self.product_id.id),
                ("name", "=", self.lot_batch_name),
                ("company_id", "=", company.id),
            ],
            limit=1,
        )
        return batch or batches.create(
            {
                "name": self.lot_batch_name,
                "product_id": self.product_id.id,
                "company_id": company.id,
                "production_date": self.lot_production_date,
                "expiration_date": self.expiration_date,
                "sterilisation_lot": self.lot_sterilisation,
            }
        )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # A line added to a done transfer makes stock at once, without _action_done.
        lines._filter_done_incoming()._med_check_expiry()
        return lines

    def write(self, vals):
        res = super().write(vals)
        if {"lot_id", "quantity", "location_dest_id", "product_id"} & vals.keys():
            self._filter_done_incoming()._med_check_expiry()
        return res

    def _action_done(self):
        """A lot that was known already gets what was missing; then nothing comes in without expiry."""
        incoming = self.filtered(lambda line: line._med_comes_in())
        res = super()._action_done()
        incoming = incoming.exists()
        incoming._med_fill_lots()
        incoming._med_check_expiry()
        return res

    def _filter_done_incoming(self):
        return self.filtered(lambda line: line.state == "done" and line._med_comes_in())

    def _med_comes_in(self):
        """Whether this line makes stock of a device: from a supplier, a customer, a count, production."""
        self.ensure_one()
        inside = ("internal", "transit")
        return (
            self.product_id.is_medical_device
            and self.location_dest_id.usage in inside
            and self.location_id.usage not in inside
            and self.product_uom_id.compare(self.quantity, 0) > 0
        )

    def _med_fill_lots(self):
        for line in self.filtered("lot_id"):
            lot = line.lot_id
            vals = {name: value for name, value in line._prepare_lot_facts().items() if not lot[name]}
            if vals:
                lot.write(vals)

    def _med_check_expiry(self):
        """Refuse devices whose lot has no expiry.

        :raise UserError: names every lot in the way, and what to do
        """
        missing = self.lot_id.filtered(lambda lot: lot._lacks_expiry())
        if missing:
            raise UserError(
                "\n".join(
                    [
                        self.env._(
                            "These lots have no expiry. Enter the date that the maker printed on them, or "
                            "turn 'Expiration Date' off on the product if it doesn't expire:"
                        ),
                        *(f"- {lot.product_id.display_name}: {lot.name}" for lot in missing),
                    ]
                )
            )

    def _med_take_off(self, quantity):
        """Take ``quantity`` (in the product's unit) off these lines that wait to be scanned.

        :return: how much could be taken off
        """
        left = quantity
        for line in self:
            unit = line.product_id.uom_id
            if unit.compare(left, 0) <= 0:
                break
            here = line.quantity_product_uom
            if unit.compare(here, left) <= 0:
                line.unlink()
                left -= here
            else:
                # In the product's own unit: a part of a box has no good figure in boxes.
                line.write({"product_uom_id": unit.id, "quantity": here - left})
                left = 0
        return quantity - left
