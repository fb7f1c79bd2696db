from odoo import fields, models


class EcomStore(models.Model):
    _inherit = "ecom.store"

    use_fiscal_positions = fields.Boolean(
        help="Find the fiscal position of each order by customer and delivery address. Taxes stay those that "
        "the shop charged; a line that it sold without tax gets the tax of 0 % that the position names, so "
        "that it stands in the right place of the tax report."
    )
