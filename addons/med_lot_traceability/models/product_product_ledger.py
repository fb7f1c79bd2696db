from odoo import fields, models

from .ledger_change import differences, snapshot


class ProductProduct(models.Model):
    """What the ledger writes about products."""

    _inherit = "product.product"

    def write(self, vals):
        # All else is written on the template.
        names = ["default_code"] if "default_code" in vals else []
        before = snapshot(self, names)
        res = super().write(vals)
        after = snapshot(self, names)
        changes = {product: differences(before[product], after[product]) for product in self}
        self.env["med.trace.event"]._record(
            [
                product.sudo()._prepare_event_vals("change", details=changed)
                for product, changed in changes.items()
                if changed and product.is_medical_device
            ]
        )
        return res

    def _prepare_event_vals(self, kind, **extra):
        """Values of a ledger row about this product; see ``stock.lot._prepare_event_vals``."""
        self.ensure_one()
        return {
            "chain": f"product/{self.id}",
            "kind": kind,
            "happened_on": fields.Datetime.now(),
            "product_id": self.id,
            "product_code": self.default_code,
            "product_name": self.with_context(display_default_code=False).display_name,
            "is_serial": self.tracking == "serial",
            "uom_name": self.uom_id.name,
            **extra,
        }
