from odoo import api, fields, models
from odoo.tools import SQL


class EcomProductBinding(models.Model):
    """Articles that can't be told apart: one SKU twice in a shop, one product on sale twice, one reference
    on several products."""

    _inherit = "ecom.product.binding"

    sku_twice = fields.Boolean(
        "SKU twice in the shop", compute="_compute_duplicates", search="_search_sku_twice"
    )
    product_twice = fields.Boolean(
        "Product on sale twice", compute="_compute_duplicates", search="_search_product_twice"
    )
    reference_twice = fields.Boolean(
        "Reference on several products", compute="_compute_duplicates", search="_search_reference_twice"
    )

    @api.depends("sku", "product_id", "gone_at", "product_id.default_code")
    def _compute_duplicates(self):
        for name in ("sku_twice", "product_twice", "reference_twice"):
            ids = self._get_duplicate_ids(name)
            for binding in self:
                binding[name] = binding.id in ids

    @api.model
    def _search_sku_twice(self, operator, value):
        return self._search_duplicates("sku_twice", operator, value)

    @api.model
    def _search_product_twice(self, operator, value):
        return self._search_duplicates("product_twice", operator, value)

    @api.model
    def _search_reference_twice(self, operator, value):
        return self._search_duplicates("reference_twice", operator, value)

    @api.model
    def _search_duplicates(self, name, operator, value):
        if operator != "in" or len(value) != 1:
            return NotImplemented
        return [("id", "in" if True in value else "not in", list(self._get_duplicate_ids(name)))]

    @api.model
    def _get_duplicate_ids(self, name):
        """Ids of all articles concerned, of every shop; record rules keep the rest from those who may not."""
        self.flush_model(["sku", "product_id", "gone_at", "store_id"])
        queries = {"sku_twice": self._sku_twice_sql, "product_twice": self._product_twice_sql}
        query = queries.get(name, self._reference_twice_sql)()
        return {binding_id for (binding_id,) in self.env.execute_query(query)}

    @api.model
    def _sku_twice_sql(self):
        return self._twice_sql(SQL("sku"), SQL("sku <> ''"))

    @api.model
    def _product_twice_sql(self):
        return self._twice_sql(SQL("product_id"), SQL("product_id IS NOT NULL"))

    @api.model
    def _twice_sql(self, column, condition):
        return SQL(
            """
            SELECT UNNEST(ARRAY_AGG(id)) FROM ecom_product_binding
             WHERE gone_at IS NULL AND %s
             GROUP BY store_id, %s HAVING COUNT(*) > 1
            """,
            condition,
            column,
        )

    @api.model
    def _reference_twice_sql(self):
        """Articles whose SKU is the reference of several active products that the shop's company may use."""
        self.env["product.product"].flush_model(["default_code", "active"])
        self.env["product.template"].flush_model(["company_id"])
        return SQL(
            """
            SELECT binding.id
              FROM ecom_product_binding binding
              JOIN product_product product ON product.default_code = binding.sku AND product.active
              JOIN product_template template ON template.id = product.product_tmpl_id
             WHERE binding.gone_at IS NULL
               AND binding.sku <> ''
               AND (template.company_id IS NULL OR template.company_id = binding.company_id)
             GROUP BY binding.id HAVING COUNT(*) > 1
            """
        )

    def action_open_same_reference(self):
        """The products that carry this article's SKU, archived ones too, to leave it on one of them."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "product.product",
            "view_mode": "list,form",
            "name": self.env._("Products with the reference %(sku)s", sku=self.sku),
            "domain": [("default_code", "=", self.sku)],
            "context": {"active_test": False},
        }
