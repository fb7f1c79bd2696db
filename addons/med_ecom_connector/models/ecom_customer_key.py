from odoo import api, fields, models
from odoo.tools import SQL

from ..quiet import execute_quietly


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

    @api.model
    def _keep(self, company, partners):
        """Note these keys, all or none; who is second waits for the first, then fails without noise.

        In the order of keys, so that two workers can't wait for each other.

        :param dict partners: key to ``res.partner``
        :raises UniqueViolation, SerializationFailure: when another worker noted one of them meanwhile
        """
        if not partners:
            return
        self.flush_model()
        rows = SQL(", ").join(
            SQL("(%s, %s, %s, %s, %s, now() at time zone 'UTC', now() at time zone 'UTC')", *values)
            for values in (
                (company.id, key, partners[key].id, self.env.uid, self.env.uid) for key in sorted(partners)
            )
        )
        execute_quietly(
            self.env,
            SQL(
                "INSERT INTO ecom_customer_key"
                " (company_id, key, partner_id, create_uid, write_uid, create_date, write_date) VALUES %s",
                rows,
            ),
        )
