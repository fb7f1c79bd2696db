from odoo import models

from .ledger_change import PRODUCT_FIELDS, differences, snapshot

#: Lines at a time, when the past of a product is written down.
CHUNK = 1000


class ProductTemplate(models.Model):
    """What the ledger writes when the master data of a device change, or a product becomes a device."""

    _inherit = "product.template"

    def write(self, vals):
        before = snapshot(self, [name for name in PRODUCT_FIELDS if name in vals])
        devices = self.filtered("is_medical_device")
        res = super().write(vals)
        self._record_changes(before, devices)
        (self.filtered("is_medical_device") - devices)._record_past()
        return res

    def _record_changes(self, before, devices):
        """:param before: snapshot of the fields that were written
        :param devices: those of these that were devices before
        """
        after = snapshot(self, next(iter(before.values()), {}))
        concerned = devices | self.filtered("is_medical_device")
        # Archived variants, too: their lots may still be out there.
        self.env["med.trace.event"]._record(
            [
                product.sudo()._prepare_event_vals("change", details=changed)
                for template in concerned
                if (changed := differences(before.get(template, {}), after.get(template, {})))
                for product in template.with_context(active_test=False).product_variant_ids
            ]
        )

    def _record_past(self):
        """What happened to these before they were devices, as far as it can still be known: written now."""
        if not self:
            return
        # sudo: the ledger takes down all movements, of all companies
        lines = self.env["stock.move.line"].sudo()
        products = self.with_context(active_test=False).product_variant_ids
        lines = lines.search([("product_id", "in", products.ids), ("state", "=", "done")], order="date, id")
        for start in range(0, len(lines), CHUNK):
            chunk = lines[start : start + CHUNK]._get_unrecorded()
            chunk._record_moves(release_status=None, details={"written_later": True})
