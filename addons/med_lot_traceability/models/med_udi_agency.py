from odoo import fields, models


class MedUdiAgency(models.Model):
    _name = "med.udi.agency"
    _description = "UDI Issuing Agency"
    _order = "code"
    _rec_name = "code"

    code = fields.Char(required=True)
    name = fields.Char(required=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "There is an agency of that code already.")
