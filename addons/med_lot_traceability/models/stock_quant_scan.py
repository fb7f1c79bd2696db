from odoo import api, fields, models
from odoo.exceptions import UserError

from ..scan_answer import ScanAnswer


class StockQuant(models.Model):
    """Counting by scan: each scan adds a package to what was counted of its lot at a place."""

    _inherit = "stock.quant"

    @api.model
    def med_scan_count(self, raw, location_id, choice=None, pending=None):
        """Count one package at a location. Called by the page "Count by Scan"; applying is another step.

        :param str raw: the text that the scanner sent
        :param int location_id: where the counting takes place
        :param int choice: which reading of a questioned carrier was chosen
        :param str pending: the carrier read before, when its second bar code was due
        :return: as ``stock.picking.med_scan``, with ``expected`` being what the books say
        """
        self.env["med.scan"]._check_role()
        location = self.env["stock.location"].browse(location_id)
        location.check_access("read")
        try:
            with self.env.cr.savepoint():
                reading = self.env["med.scan"]._read_carrier(raw, choice, pending)
                return self.with_context(inventory_mode=True)._med_take_count(reading, location)
        except ScanAnswer as answer:
            return answer.values
        except UserError as problem:
            return {"status": "refused", "code": "error", "message": str(problem)}

    @api.model
    def _med_take_count(self, reading, location):
        product = reading.product
        if location.usage not in ("internal", "transit"):
            raise UserError(self.env._("Choose the location where you count."))
        lot = self.env["stock.picking"].new({"company_id": self.env.company.id})._med_find_lot(reading)
        if product.tracking != "none" and not lot:
            raise ScanAnswer(
                "refused",
                "unknown_lot",
                self.env._(
                    "Lot %(lot)s of %(product)s was never received, so it can't be counted. Set it aside.",
                    lot=reading.lot_name,
                    product=product.display_name,
                ),
            )
        quant = self._med_find_counted(product, lot, location)
        counted = quant.inventory_quantity if quant.inventory_quantity_set else 0
        if product.tracking == "serial" and counted:
            raise ScanAnswer(
                "refused",
                "duplicate_serial",
                self.env._("Serial number %(serial)s was counted already.", serial=reading.lot_name),
            )
        quant.inventory_quantity = counted + reading.quantity
        quant.user_id = self.env.user
        return self._med_get_count_answer(reading, quant, lot)

    @api.model
    def _med_find_counted(self, product, lot, location):
        domain = [
            ("product_id", "=", product.id),
            ("lot_id", "=", lot.id),
            ("location_id", "=", location.id),
            ("package_id", "=", False),
            ("owner_id", "=", False),
        ]
        return self.search(domain, limit=1) or self.create(
            {
                "product_id": product.id,
                "lot_id": lot.id,
                "location_id": location.id,
                "inventory_quantity": 0,
            }
        )

    @api.model
    def _med_get_count_answer(self, reading, quant, lot):
        expiry = lot and lot._get_expiry_day()
        expired = bool(expiry) and expiry < fields.Date.context_today(self)
        misplaced = self.env._("Counted. The books know none of it here.")
        message = self.env._("Counted.") if quant.quantity else misplaced
        if expired:
            message = self.env._("Counted. This lot has expired: set it aside.")
        return {
            "status": "warn" if expired or not quant.quantity else "ok",
            "code": "counted",
            "message": message,
            "product": reading.product.display_name,
            "lot": lot.name,
            "expiry": expiry and fields.Date.to_string(expiry),
            "added": reading.quantity,
            "done": quant.inventory_quantity,
            "expected": quant.quantity,
            "unit": reading.product.uom_id.name,
        }
