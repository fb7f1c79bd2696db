from odoo import api, fields, models


class EcomProductFigure(models.Model):
    """What we last told a shop about one article: its stock, or its price.

    A row per kind, apart from the binding: the stock and the price flow run at the same time, and a
    comparison writes the binding while they do. On one row they would keep failing each other.
    """

    _name = "ecom.product.figure"
    _description = "Figure sent to a web shop"
    _order = "binding_id, kind"

    binding_id = fields.Many2one("ecom.product.binding", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="binding_id.company_id", store=True, index=True)
    kind = fields.Selection([("stock", "Stock"), ("price", "Price")], required=True)
    value = fields.Float("Sent", digits=(16, 4))
    regular = fields.Float(
        "Regular price sent", digits=(16, 4), help="The price before the discount, where one was told."
    )
    sent_at = fields.Datetime()
    error = fields.Char("Refused because")
    failed_at = fields.Datetime()
    seen = fields.Float(
        "Seen in the shop", digits=(16, 4), help="Another figure than we sent, and not yet explained."
    )
    seen_at = fields.Datetime()
    seen_polls = fields.Integer(help="How often the shop had been asked for orders by then.")

    _binding_kind_uniq = models.Constraint("UNIQUE (binding_id, kind)", "Each article has each figure once.")

    @api.model
    def _forget_refusals(self, store, kind):
        """Somebody mended what the shop refused: send it again."""
        refused = self.search(
            [("binding_id.store_id", "=", store.id), ("kind", "=", kind), ("error", "!=", False)]
        )
        refused.write({"error": False, "failed_at": False, "sent_at": False})

    def _is_due(self, vals):
        """Whether the shop must be told: it never was, was told something else, or shows something else.

        A refused figure is sent again once the shop's articles were read afresh.

        :param dict vals: what the shop should show, by our fields
        """
        self.ensure_one()
        binding = self.binding_id
        if self.error:
            return bool(binding.shop_seen_at and binding.shop_seen_at > self.failed_at)
        if not self.sent_at or any(abs(self[name] - target) > 1e-6 for name, target in vals.items()):
            return True
        differed = self.kind == "stock" and binding.stock_differs_at
        return bool(differed and differed >= self.sent_at)

    def _was_asked_for(self, quantity, polls):
        """Whether this figure had been seen before the shop's orders were last asked for.

        :param int polls: how often they were
        """
        self.ensure_one()
        return bool(self.seen_at) and polls > self.seen_polls and abs(self.seen - quantity) < 1e-6
