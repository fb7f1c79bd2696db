from odoo import api, fields, models

from ..engine.likeness import Article, Candidate, ProductIndex

REASONS = [
    ("barcode", "Same bar code or UDI-DI"),
    ("sku", "Same SKU, written differently"),
    ("successor", "Like the archived product of this SKU"),
    ("name", "Like name"),
]


class EcomProductSuggestion(models.Model):
    """A product that an article of a shop may be. Only a person maps it."""

    _name = "ecom.product.suggestion"
    _description = "Suggested product of a shop article"
    _order = "score desc, id"

    binding_id = fields.Many2one("ecom.product.binding", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="binding_id.company_id", store=True, index=True)
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="cascade")
    score = fields.Integer(required=True, help="0 to 100.")
    reason = fields.Selection(REASONS, required=True)
    detail = fields.Char(help="What agreed.")

    _binding_product_uniq = models.Constraint(
        "UNIQUE (binding_id, product_id)", "This product is suggested already."
    )

    def action_accept(self):
        """Map the article to this product."""
        for suggestion in self:
            suggestion.binding_id.product_id = suggestion.product_id
        return True

    @api.model
    def _suggest_for(self, bindings):
        """Look for products for these articles afresh, among those of each shop's company.

        :param bindings: ``ecom.product.binding`` without product
        """
        # sudo: suggestions are the engine's own; people see them by the rules of their companies
        model = self.sudo()
        model.search([("binding_id", "in", bindings.ids)]).unlink()
        vals_list = []
        for company, of_company in bindings.grouped("company_id").items():
            index = ProductIndex(self._get_candidates(company))
            vals_list += [
                {
                    "binding_id": binding.id,
                    "product_id": found.id,
                    "score": found.score,
                    "reason": found.reason,
                    "detail": found.detail,
                }
                for binding in of_company
                for found in index.suggest(
                    Article(binding.sku or "", binding.barcode or "", binding.name or "")
                )
            ]
        model.create(vals_list)

    @api.model
    def _get_candidates(self, company):
        """Products of a company, archived ones too, as plain data for the comparison."""
        # sudo: whoever maps need not be allowed to read bar codes of packagings or UDI-DIs
        products = self.env["product.product"].sudo().with_context(active_test=False)
        products = products.search_fetch(
            products._check_company_domain(company), ["default_code", "barcode", "name", "active"]
        )
        codes = {product.id: [product.barcode] if product.barcode else [] for product in products}
        for model, field in (("med.udi.di", "di"), ("product.uom", "barcode")):
            for row in self.env[model].sudo().search_fetch([("product_id", "in", products.ids)], [field]):
                codes[row.product_id.id].append(row[field])
        return [
            Candidate(
                product.id,
                product.default_code or "",
                tuple(codes[product.id]),
                product.with_context(display_default_code=False).display_name,
                product.active,
            )
            for product in products
        ]
