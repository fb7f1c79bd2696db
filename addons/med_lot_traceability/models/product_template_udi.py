from odoo import api, fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    udi_di_ids = fields.One2many(
        "med.udi.di",
        compute="_compute_udi_di_ids",
        inverse="_inverse_udi_di_ids",
        search="_search_udi_di_ids",
        string="UDI-DIs",
        help="Those of the product; a product with variants has them on each variant.",
    )

    @api.depends("product_variant_ids.udi_di_ids")
    def _compute_udi_di_ids(self):
        for template in self:
            template.udi_di_ids = template.product_variant_ids.udi_di_ids

    def _inverse_udi_di_ids(self):
        for template in self.filtered(lambda template: template.product_variant_count == 1):
            template.product_variant_id.udi_di_ids = template.udi_di_ids

    def _search_udi_di_ids(self, operator, value):
        return [("product_variant_ids.udi_di_ids", operator, value)]
