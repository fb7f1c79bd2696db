from odoo import api, fields, models

TEMPLATE_FIELDS = {
    "name",
    "description_sale",
    "active",
    "sale_ok",
    "categ_id",
    "image_1920",
    "certificate_ids",
    "device_class",
    "maker_id",
    "is_medical_device",
    "ecom_publish_ids",
    "ecom_review",
    "attribute_line_ids",
}
VARIANT_FIELDS = {"default_code", "barcode", "active"}
CERTIFICATE_FIELDS = {"number", "valid_from", "valid_until", "kind", "product_tmpl_ids", "jurisdiction_id"}


class ProductTemplate(models.Model):
    _inherit = "product.template"

    ecom_publish_ids = fields.Many2many(
        "ecom.store",
        "ecom_store_product_publish_rel",
        "product_tmpl_id",
        "store_id",
        "Published in Shops",
        copy=False,
        domain=[("catalogue_direction", "=", "out")],
        help="Shops that show this product. Taken away here, it becomes a draft there.",
    )

    def write(self, vals):
        res = super().write(vals)
        if TEMPLATE_FIELDS & vals.keys():
            self.env["ecom.exchange"]._wake_products()
        return res


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model_create_multi
    def create(self, vals_list):
        products = super().create(vals_list)
        self.env["ecom.exchange"]._wake_products()
        return products

    def write(self, vals):
        res = super().write(vals)
        if VARIANT_FIELDS & vals.keys():
            self.env["ecom.exchange"]._wake_products()
        return res


class MedCertificate(models.Model):
    _inherit = "med.certificate"

    def write(self, vals):
        res = super().write(vals)
        if CERTIFICATE_FIELDS & vals.keys():
            self.env["ecom.exchange"]._wake_products()
        return res


class EcomExchange(models.Model):
    _inherit = "ecom.exchange"

    @api.model
    def _wake_products(self):
        """Have changed products published soon, where any shop takes them."""
        # sudo: whoever edits products or certificates need not see shops
        if self.env["ecom.store"].sudo().search_count([("catalogue_direction", "=", "out")], limit=1):
            self._wake("product")
