from odoo import api, fields, models


class EcomAllocation(models.Model):
    """Why a line of a shop order leaves from here and not from there: one row per warehouse looked at."""

    _name = "ecom.allocation"
    _description = "Warehouse looked at for an order line"
    _order = "order_id, line_id, id"

    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade")
    line_id = fields.Many2one("sale.order.line", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    product_id = fields.Many2one(related="line_id.product_id")
    rule_id = fields.Many2one("ecom.allocation.rule", ondelete="set null")
    rule_name = fields.Char("Name of the rule", help="As it was called when the order was taken in.")
    criterion = fields.Selection(
        lambda self: self.env["ecom.allocation.rule"]._fields["criterion"]._description_selection(self.env)
    )
    warehouse_id = fields.Many2one("stock.warehouse", required=True)
    free = fields.Float("Was free", digits="Product Unit")
    quantity = fields.Float("Leaves from here", digits="Product Unit")
    figure = fields.Float("By")
    has_figure = fields.Boolean()
    reason = fields.Selection(
        [
            ("chosen", "Chosen"),
            ("less", "Has too little"),
            ("together", "Has not all goods that must stay together"),
            ("later", "Another one comes first"),
        ],
        required=True,
    )
    explanation = fields.Char("Why", compute="_compute_explanation")

    @api.depends("reason", "criterion", "figure", "has_figure", "rule_name")
    @api.depends_context("lang")
    def _compute_explanation(self):
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        for row in self:
            parts = [reasons[row.reason], row._explain_figure(), row.rule_name]
            row.explanation = " · ".join(part for part in parts if part)

    def _explain_figure(self):
        """What the warehouse was ranked by, in words."""
        if self.criterion in ("distance", "cost") and not self.has_figure:
            return self.env._("no distance or cost known for this region")
        if self.criterion == "distance":
            return self.env._("%(distance)s km", distance=f"{self.figure:g}")
        if self.criterion == "cost":
            return self.env._("costs %(cost)s", cost=f"{self.figure:g}")
        if self.criterion == "expiry" and self.has_figure:
            return self.env._("first lot expires in %(days)s days", days=f"{self.figure:g}")
        if self.criterion == "stock":
            return self.env._("%(pieces)s in stock", pieces=f"{abs(self.figure):g}")
        return ""
