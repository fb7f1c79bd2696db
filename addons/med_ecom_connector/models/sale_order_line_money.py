from odoo import api, fields, models

#: payment states in which all of the order was paid at some time
PAID = ("paid", "partially_refunded", "refunded")


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    ecom_refund_line_ids = fields.One2many("ecom.refund.line", "sale_line_id", readonly=True)
    ecom_refunded_qty = fields.Float(
        "Refunded in the shop",
        digits="Product Unit",
        compute="_compute_ecom_refunded_qty",
        store=True,
        help="Money was given back for so many, which are therefore not invoiced any more.",
    )

    @api.depends(
        "product_uom_qty",
        "order_id.ecom_refund_is_full",
        "ecom_refund_line_ids.quantity",
        "ecom_refund_line_ids.refund_id.state",
    )
    def _compute_ecom_refunded_qty(self):
        for line in self:
            rows = line.ecom_refund_line_ids.filtered(lambda row: row.refund_id.state != "cancelled")
            refunded = sum(rows.mapped("quantity"))
            line.ecom_refunded_qty = line.product_uom_qty if line.order_id.ecom_refund_is_full else refunded

    @api.depends(
        "ecom_refunded_qty",
        "ecom_exchanged_qty",
        "order_id.ecom_invoice_policy",
        "order_id.ecom_payment_state",
        "order_id.order_line.qty_delivered",
    )
    def _compute_qty_to_invoice(self):
        """For a shop's orders the shop's policy decides, not each product's."""
        res = super()._compute_qty_to_invoice()
        ruled = self.filtered(
            lambda line: (
                line.order_id.ecom_invoice_policy
                and line.order_id.ecom_invoice_policy != "none"
                and line.state == "sale"
                and not line.display_type
            )
        )
        for order, lines in ruled.grouped("order_id").items():
            shipped = order._has_shipped_goods()
            for line in lines:
                # what came back is taken off an invoice when its money is given back, not before
                due = max(line._shop_quantity_due(shipped), line.qty_invoiced)
                wanted = min(due, line.product_uom_qty - line._shop_quantity_given_up())
                line.qty_to_invoice = wanted - line.qty_invoiced
        return res

    @api.depends("ecom_refunded_qty", "ecom_exchanged_qty")
    def _compute_invoice_status(self):
        """What was refunded before it was invoiced needs no invoice: the line is done without."""
        res = super()._compute_invoice_status()
        for line in self.filtered(
            lambda line: line.invoice_status == "no" and line._shop_quantity_given_up()
        ):
            left = line.product_uom_qty - line._shop_quantity_given_up()
            if line.state == "sale" and line.product_uom_id.compare(line.qty_invoiced, left) >= 0:
                line.invoice_status = "invoiced"
        return res

    def _shop_quantity_given_up(self):
        """How much of the line need not be invoiced any more."""
        self.ensure_one()
        return self.ecom_refunded_qty

    def _shop_quantity_due(self, shipped):
        """How much of a line may be invoiced by the shop's policy.

        :param bool shipped: whether any goods of the order have left
        """
        self.ensure_one()
        policy = self.order_id.ecom_invoice_policy
        if policy == "order":
            return self.product_uom_qty
        if policy == "payment":
            return self.product_uom_qty if self.order_id.ecom_payment_state in PAID else 0.0
        if self.product_id.type == "consu":
            return self.qty_delivered
        # shipping, fees and rounding go with the first goods
        return self.product_uom_qty if shipped else 0.0
