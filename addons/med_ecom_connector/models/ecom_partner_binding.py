from odoo import fields, models


class EcomPartnerBinding(models.Model):
    _name = "ecom.partner.binding"
    _description = "Customer in a web shop"
    _inherit = "ecom.binding"

    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict")
