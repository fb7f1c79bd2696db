from odoo import fields, models


class SaleOrderLine(models.Model):
    """What the shop added to a line, until it is promised."""

    _inherit = "sale.order.line"

    ecom_unpromised_qty = fields.Float(
        "Added in the shop",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="Ordered more in the shop after the order was confirmed, and not promised yet: the warehouse is "
        "not asked for it before the goods are there, or somebody accepts a backorder.",
    )

    def _get_unpromised_qty(self):
        """:return: what of this line is still to be promised, in its unit"""
        self.ensure_one()
        return self.ecom_unpromised_qty if self.state == "sale" else self.product_uom_qty

    def _prepare_added_vals(self, quantity):
        """Values beside a new quantity of the shop; what it takes off is taken off the added part first."""
        self.ensure_one()
        if self.state != "sale" or self.product_id.type != "consu":
            return {}
        added = self.ecom_unpromised_qty + quantity - self.product_uom_qty
        return {"ecom_unpromised_qty": max(added, 0.0)}

    def _get_qty_procurement(self, previous_product_uom_qty=False):
        """The warehouse is not asked for what was not promised."""
        return super()._get_qty_procurement(previous_product_uom_qty) + self.ecom_unpromised_qty
