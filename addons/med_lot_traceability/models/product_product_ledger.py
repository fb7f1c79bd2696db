from odoo import fields, models


class ProductProduct(models.Model):
    """What the ledger writes about products."""

    _inherit = "product.product"

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
