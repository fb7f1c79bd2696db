from odoo import api, fields, models
from odoo.tools import SQL


class EcomStockShare(models.Model):
    """How much of what is sellable a shop offers: of one product, or of all that have no row of their own.

    A share reserves nothing for anybody. It is taken of what is left each time stock is sent, so that after
    a sale all shops are offered less; and shares may come to more than all there is. Therefore the promise
    (``sale.order._promise``) asks for neither share nor buffer: an order that a shop took for a piece that
    is there gets it, for to hold it would disappoint a customer for the sake of one who may never come. The
    buffer is there for just that: orders that come in while another shop's figure is out of date.
    Goods that only one channel may sell belong into a warehouse of its own, with an allocation rule.
    """

    _name = "ecom.stock.share"
    _description = "Share of stock offered in a web shop"
    _order = "store_id, product_id, id"
    _check_company_auto = True

    store_id = fields.Many2one("ecom.store", "Shop", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
        domain=[("is_storable", "=", True)],
        help="Leave empty for all products of the shop that have no row of their own.",
    )
    buffer = fields.Float(digits="Product Unit", help="Pieces that are never offered in this shop.")
    mode = fields.Selection(
        [("percent", "Percent"), ("fixed", "Pieces at most")], default="percent", required=True
    )
    share = fields.Float(default=100.0, help="Of what is left after the buffer: percent, or pieces at most.")
    explanation = fields.Char("Together with other shops", compute="_compute_explanation")

    _product_uniq = models.UniqueIndex(
        "(store_id, COALESCE(product_id, 0))", "Each product of a shop has one share."
    )
    _positive = models.Constraint("CHECK (buffer >= 0 AND share >= 0)", "Buffer and share can't be negative.")
    _percent_range = models.Constraint(
        "CHECK (mode <> 'percent' OR share <= 100)", "A share in percent is at most 100."
    )

    @api.depends("product_id.display_name", "store_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        everything = self.env._("all products")
        for row in self:
            row.display_name = f"{row.store_id.name} – {row.product_id.display_name or everything}"

    @api.depends("mode", "share", "product_id", "store_id.warehouse_id")
    @api.depends_context("lang")
    def _compute_explanation(self):
        """What the shops of one warehouse offer together, so that nobody gives away 130 % unawares."""
        for row in self:
            stores = self.env["ecom.store"].search([("warehouse_id", "=", row.store_id.warehouse_id.id)])
            rules = {store: store._share_of(row.product_id) for store in stores}
            percent = sum(rule.share if rule else 100.0 for rule in rules.values() if rule.mode != "fixed")
            pieces = sum(rule.share for rule in rules.values() if rule.mode == "fixed")
            values = {"shops": len(stores), "percent": f"{percent:g}", "pieces": f"{pieces:g}"}
            if percent + (pieces and 0.01) <= 100:
                row.explanation = self.env._(
                    "Shops: %(shops)s, together %(percent)s %% – no piece is offered twice.", **values
                )
            elif pieces:
                row.explanation = self.env._(
                    "Shops: %(shops)s, together %(percent)s %% and %(pieces)s pieces – a piece may be "
                    "offered in several shops, and goes to who orders first.",
                    **values,
                )
            else:
                row.explanation = self.env._(
                    "Shops: %(shops)s, together %(percent)s %% – a piece may be offered in several shops, "
                    "and goes to who orders first.",
                    **values,
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        self.env["ecom.exchange"]._wake("stock")
        return rows

    def write(self, vals):
        res = super().write(vals)
        self.env["ecom.exchange"]._wake("stock")
        return res

    def unlink(self):
        res = super().unlink()
        self.env["ecom.exchange"]._wake("stock")
        return res

    @api.model
    def _rules_of(self, store):
        """:return: dict of product id, None for all others, to (buffer, mode, share); in one query"""
        self.flush_model()
        query = SQL(
            "SELECT product_id, COALESCE(buffer, 0), mode, COALESCE(share, 0) FROM ecom_stock_share "
            "WHERE store_id = %s",
            store.id,
        )
        return {row[0]: row[1:] for row in self.env.execute_query(query)}
