from odoo import fields, models


class EcomShopLocation(models.Model):
    """A stock location as the shop names it, learned by "Test connection"."""

    _name = "ecom.shop.location"
    _description = "Stock location in a web shop"
    _order = "name, id"

    name = fields.Char(required=True)
    external_id = fields.Char(required=True)
    store_id = fields.Many2one("ecom.store", "Shop", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)

    _external_uniq = models.Constraint(
        "UNIQUE (store_id, external_id)", "Each location of a shop is known once."
    )
