from odoo import fields, models


class EcomCustomerKey(models.Model):
    """An e-mail address or phone number by which a customer was recognised, once per company.

    Nothing in ``res.partner`` forbids two contacts with one e-mail, so two orders of a new
    customer that are taken in at the same moment would make two contacts. The unique
    constraint here lets only one of them through; the other tries again and finds it.
    """

    _name = "ecom.customer.key"
    _description = "Key of a web customer"
    _rec_name = "key"

    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    key = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")

    _key_uniq = models.Constraint("UNIQUE (company_id, key)", "This customer is known already.")
