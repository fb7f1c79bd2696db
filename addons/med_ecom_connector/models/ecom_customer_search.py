from odoo import api, models
from odoo.tools import SQL

from ..engine.people import LARGEST_GROUP, Person, find_pairs


class EcomCustomerSuggestion(models.Model):
    """Finding the customers who may be one: those who share a key are compared in plain Python."""

    _inherit = "ecom.customer.suggestion"

    @api.model
    def _cron_scan(self):
        self._scan()

    @api.model
    def _scan(self):
        """Find the pairs of customers who share a key, and forget those open ones that no longer do.

        :return: number of open pairs
        """
        people = self._load_people()
        pairs = {
            (pair.first, pair.second): pair
            for pair in find_pairs(
                [people[partner_id] for partner_id in ids if partner_id in people] for ids in self._groups()
            )
        }
        known = {}
        for suggestion in self.search([("state", "!=", "merged")]):
            key = tuple(sorted((suggestion.partner_id.id, suggestion.other_id.id)))
            if suggestion.state == "open" and key not in pairs:
                suggestion.unlink()
            else:
                known[key] = suggestion
        for key, pair in pairs.items():
            if key in known and known[key].state == "open":
                known[key].write({"score": pair.score, "reasons": ",".join(pair.reasons)})
        self.create([self._prepare_vals(pair, people) for key, pair in pairs.items() if key not in known])
        return self.search_count([("state", "=", "open")])

    @api.model
    def _prepare_vals(self, pair, people):
        first, second = people[pair.first], people[pair.second]
        return {
            "partner_id": pair.first,
            "other_id": pair.second,
            # the older contact has, mostly, the longer history
            "keep_id": pair.first,
            "company_id": first.company_id or second.company_id or False,
            "score": pair.score,
            "reasons": ",".join(pair.reasons),
        }

    @api.model
    def _groups(self):
        """Ids of customers who share an e-mail address, phone or tax number, or a name and postcode."""
        self.env["res.partner"].flush_model()
        query = SQL(
            """
            WITH customer AS (
                SELECT id, email_normalized, phone_sanitized, vat, LOWER(name) AS name, zip
                  FROM res_partner
                 WHERE active AND customer_rank > 0 AND type = 'contact'
            ), key AS (
                SELECT 'email:' || email_normalized AS key, id FROM customer WHERE email_normalized <> ''
                UNION ALL
                SELECT 'phone:' || phone_sanitized, id FROM customer WHERE phone_sanitized <> ''
                UNION ALL
                SELECT 'vat:' || UPPER(REGEXP_REPLACE(vat, '\\W', '', 'g')), id FROM customer WHERE vat <> ''
                UNION ALL
                SELECT 'zip:' || UPPER(zip) || LEFT(name, 1), id FROM customer WHERE zip <> '' AND name <> ''
            )
            SELECT ARRAY_AGG(id ORDER BY id) FROM key
             GROUP BY key HAVING COUNT(*) BETWEEN 2 AND %s
            """,
            LARGEST_GROUP,
        )
        return [ids for (ids,) in self.env.execute_query(query)]

    @api.model
    def _load_people(self):
        ids = {partner_id for group in self._groups() for partner_id in group}
        # a contact of one of our own companies, or of a user, is more than a customer
        # sudo: those of companies that the user may not see, too
        companies, users = self.env["res.company"].sudo(), self.env["res.users"]
        # pylint: disable-next=no-search-all
        own = companies.search([]).partner_id | users.search([]).partner_id
        partners = self.env["res.partner"].browse(sorted(ids - set(own.ids)))
        return {partner.id: self._person(partner) for partner in partners}

    @api.model
    def _person(self, partner):
        """:return: :class:`~..engine.likeness.Person`"""
        parts = (partner.street, partner.street2, partner.zip, partner.city, partner.country_id.code)
        return Person(
            id=partner.id,
            name=partner.name or "",
            email=partner.email_normalized or "",
            phone=partner.phone_sanitized or "",
            vat="".join(char for char in (partner.vat or "").upper() if char.isalnum()),
            address=" ".join(filter(None, parts)) if partner.street else "",
            is_company=partner.is_company,
            parent_id=partner.parent_id.id or 0,
            company_id=partner.company_id.id or 0,
        )
