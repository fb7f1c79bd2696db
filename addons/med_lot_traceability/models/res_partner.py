from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    is_maker = fields.Boolean("Maker of Devices", index="btree_not_null")
    maker_certificate_ids = fields.One2many("med.certificate", "maker_id", "Licences")
    made_product_ids = fields.One2many("product.template", "maker_id", "Devices Made")
