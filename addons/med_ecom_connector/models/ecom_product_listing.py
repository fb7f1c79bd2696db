from odoo import fields, models


class EcomProductListing(models.Model):
    """A product as a whole in one shop; its articles are ``ecom.product.binding``."""

    _name = "ecom.product.listing"
    _description = "Product in a web shop"
    _inherit = "ecom.binding"
    _order = "store_id, id"

    product_tmpl_id = fields.Many2one("product.template", "Product", index=True, ondelete="restrict")
    origin = fields.Selection(
        [("shop", "Made from the shop's"), ("odoo", "Published from here"), ("both", "Known to both before")],
        required=True,
        readonly=True,
    )
    digest = fields.Char(readonly=True, help="Of what was last taken in or sent.")
    version = fields.Integer(readonly=True, help="How often it was taken in or sent.")
    picture_url = fields.Char(readonly=True, help="Of the picture last fetched.")

    _product_uniq = models.UniqueIndex("(store_id, product_tmpl_id) WHERE product_tmpl_id IS NOT NULL")
