from odoo import fields, models


class EcomStore(models.Model):
    """What a store may offer of the stock, and where it delivers from."""

    _inherit = "ecom.store"

    stock_share_ids = fields.One2many("ecom.stock.share", "store_id")

    warehouse_ids = fields.Many2many(
        "stock.warehouse",
        string="Delivers from",
        compute="_compute_warehouse_ids",
        help="All warehouses that the allocation rules allow; what is sellable in them is offered.",
    )

    def _compute_warehouse_ids(self):
        for store in self:
            rules = self.env["ecom.allocation.rule"]._for_store(store)
            store.warehouse_ids = rules.place_ids.warehouse_id or store.warehouse_id

    def _share_of(self, product):
        """The row that says how much of a product this shop offers; empty when it offers all."""
        self.ensure_one()
        rows = self.stock_share_ids
        own = rows.filtered(lambda row: product and row.product_id == product)
        return (own or rows.filtered(lambda row: not row.product_id))[:1]
