from odoo import fields, models


class SaleOrderLine(models.Model):
    """A line asks each place that it leaves from for its part."""

    _inherit = "sale.order.line"

    ecom_allocation_ids = fields.One2many("ecom.allocation", "line_id", readonly=True)

    def _create_procurements(self, product_qty, procurement_uom, values):
        """A line that leaves from elsewhere than its order, or several places, asks each for its part."""
        # whoever confirms need not see the record of why
        rows = self.sudo().ecom_allocation_ids.filtered(lambda row: row.quantity > 0)
        # rows tell of what was promised last: all of a quotation, or what was added to the order since
        whole = self.product_uom_id.compare(sum(rows.mapped("quantity")), product_qty) == 0
        if not rows or not whole:
            return super()._create_procurements(product_qty, procurement_uom, values)
        return [
            procurement
            for row in rows
            for procurement in super(SaleOrderLine, self)._create_procurements(
                row.quantity, procurement_uom, {**values, "warehouse_id": row.warehouse_id}
            )
        ]
