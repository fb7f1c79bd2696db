from odoo import api, models
from odoo.tools import ormcache

from ..engine.identity import e164_phone, plain
from .ecom_customer_matcher import Contact


class EcomAddressMatcher(models.AbstractModel):
    """Finds the invoice and delivery address of each order among the customer's, or adds it."""

    _name = "ecom.address.matcher"
    _description = "Matches shop addresses"

    @api.model
    def _contacts(self, store, orders, customers):
        """:return: list of :class:`~.ecom_customer_matcher.Contact`"""
        every = self.env["res.partner"].union(*customers)
        children = self.env["res.partner"].search([("parent_id", "in", every.ids)])
        book = {}
        for child in children.filtered(lambda one: one.type in ("invoice", "delivery")):
            book.setdefault((child.parent_id.id, child.type, self._fingerprint(child)), child)
        wanted = []
        for order, customer in zip(orders, customers, strict=True):
            billing = self._wanted(store, customer, "invoice", order.billing)
            shipping = self._wanted(store, customer, "delivery", order.shipping)
            wanted.append((customer, billing, shipping))
        self._create_missing(book, wanted)
        return [
            Contact(
                customer,
                book.get(billing and billing[0], customer),
                book.get(shipping and shipping[0], customer),
            )
            for customer, billing, shipping in wanted
        ]

    @api.model
    def _wanted(self, store, customer, kind, address):
        """Key and values of a separate address, or None where the customer's own will do."""
        if not (address.street or address.city or address.zip):
            return None
        vals = {**self._prepare_address_vals(address), "name": address.name or customer.name}
        fingerprint = self._fingerprint_of(vals)
        if self._fingerprint(customer) == fingerprint:
            return None
        country = address.country_code
        vals.update(
            {
                "type": kind,
                "parent_id": customer.id,
                "company_id": customer.company_id.id,
                "phone": e164_phone(address.phone, country) or address.phone or False,
                "user_id": False,
            }
        )
        return (customer.id, kind, fingerprint), vals

    @api.model
    def _create_missing(self, book, wanted):
        new = {}
        for _customer, billing, shipping in wanted:
            for entry in filter(None, (billing, shipping)):
                if entry[0] not in book:
                    new.setdefault(*entry)
        created = self.env["ecom.customer.matcher"]._partner_model().create(list(new.values()))
        book.update(zip(new, created, strict=True))

    @api.model
    def _prepare_address_vals(self, address):
        """Street, city, state and country as Odoo keeps them.

        A province that Odoo does not know stays readable, behind the second street line.
        """
        country = self._country(address.country_code)
        state = self._states(country).get(plain(address.state)) if country and address.state else False
        street2 = address.street2
        if address.state and not state:
            street2 = ", ".join(filter(None, (street2, address.state)))
        return {
            "street": address.street or False,
            "street2": street2 or False,
            "city": address.city or False,
            "zip": address.zip or False,
            "state_id": state,
            "country_id": country,
        }

    @api.model
    @ormcache("code")
    def _country(self, code):
        """:return: id of the country with this ISO code, or False"""
        return (
            self.env["res.country"].search([("code", "=", (code or "").upper())], limit=1).id
            if code
            else False
        )

    @api.model
    @ormcache("country_id")
    def _states(self, country_id):
        """:return: dict of folded name or code to the id of a country's state"""
        states = {}
        for lang in {"en_US", *dict(self.env["res.lang"].get_installed())}:
            found = (
                self.env["res.country.state"]
                .with_context(lang=lang)
                .search([("country_id", "=", country_id)])
            )
            for state in found:
                states.setdefault(plain(state.name), state.id)
                states.setdefault(plain(state.code), state.id)
        return states

    @api.model
    def _fingerprint(self, partner):
        return self._fingerprint_of(
            {
                "name": partner.name,
                "street": partner.street,
                "street2": partner.street2,
                "city": partner.city,
                "zip": partner.zip,
                "state_id": partner.state_id.id,
                "country_id": partner.country_id.id,
            }
        )

    @api.model
    def _fingerprint_of(self, vals):
        text = tuple(plain(vals[name] or "") for name in ("name", "street", "street2", "city", "zip"))
        return (*text, vals["state_id"] or False, vals["country_id"] or False)
