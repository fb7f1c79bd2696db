from odoo import fields, models

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


class ProductTemplate(models.Model):
    """Products, as shops show them."""

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
