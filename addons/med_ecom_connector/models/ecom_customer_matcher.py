from dataclasses import dataclass

from odoo import api, models
from odoo.fields import Domain

from ..engine.identity import e164_phone, normal_email
from ..exceptions import HoldExchange


@dataclass
class Contact:
    """The partners of one order."""

    customer: models.Model
    billing: models.Model
    shipping: models.Model


@dataclass(frozen=True)
class Identity:
    """By what a customer can be recognised, surest first."""

    external_id: str
    email: str
    phone: str

    def shared_keys(self):
        """Keys that are unique per company; the shop's own id is kept as a binding instead."""
        return [
            key for key in (self.email and f"email:{self.email}", self.phone and f"phone:{self.phone}") if key
        ]

    def all_keys(self):
        return ([f"id:{self.external_id}"] if self.external_id else []) + self.shared_keys()


class EcomCustomerMatcher(models.AbstractModel):
    """Finds the customer of each shop order, or creates it: by binding, e-mail, then phone number."""

    _name = "ecom.customer.matcher"
    _description = "Matches shop customers"

    @api.model
    def _check_addresses(self, order):
        """:raises HoldExchange: for a country nobody knows, or goods without a destination"""
        address_model = self.env["ecom.address.matcher"]
        for label, address in (("billing_address", order.billing), ("shipping_address", order.shipping)):
            if address.country_code and not address_model._country(address.country_code):
                raise HoldExchange("country_unknown", address=label, code=address.country_code)
        goods = any(line.requires_shipping for line in order.lines)
        if goods and not (order.shipping.street or order.shipping.city or order.shipping.zip):
            raise HoldExchange("address_empty")

    @api.model
    def _match(self, store, orders):
        """The partners of these orders, in the same order; made where there were none.

        :param orders: list of :class:`~..channels.neutral.Order`
        :return: list of :class:`Contact`
        """
        if not orders:
            return []
        identities = [self._identity(order) for order in orders]
        known = self._find_known(store, identities)
        self._create_missing(store, orders, identities, known)
        customers = [
            self._recall(known, identity, order) for identity, order in zip(identities, orders, strict=True)
        ]
        self._complete_tax_numbers(orders, customers)
        self._remember(store, identities, customers)
        return self.env["ecom.address.matcher"]._contacts(store, orders, customers)

    @api.model
    def _identity(self, order):
        country = order.billing.country_code or order.shipping.country_code
        phones = (order.customer.phone, order.billing.phone)
        return Identity(
            external_id=order.customer.external_id,
            email=normal_email(order.customer.email or order.billing.email),
            phone=next(filter(None, (e164_phone(phone, country) for phone in phones)), ""),
        )

    @api.model
    def _find_known(self, store, identities):
        """:return: dict of key to partner; the surer source of a key wins"""
        known = {}
        bindings = self.env["ecom.partner.binding"]._by_external_id(
            store, {one.external_id for one in identities}
        )
        known.update({f"id:{key}": binding.partner_id for key, binding in bindings.items()})
        unique_keys = {key for one in identities for key in one.shared_keys()}
        rows = self.env["ecom.customer.key"].search(
            [("company_id", "=", store.company_id.id), ("key", "in", list(unique_keys))]
        )
        known.update({row.key: row.partner_id for row in rows if row.partner_id.active})
        for key, partner in self._find_partners(store, identities).items():
            known.setdefault(key, partner)
        return known

    @api.model
    def _find_partners(self, store, identities):
        """Contacts that carry these e-mails or phone numbers; of several, the oldest main contact."""
        emails = [one.email for one in identities if one.email]
        phones = [one.phone for one in identities if one.phone]
        domain = Domain("company_id", "in", [False, store.company_id.id])
        domain &= Domain("email_normalized", "in", emails) | Domain("phone_sanitized", "in", phones)
        partners = self.env["res.partner"].search_fetch(
            domain, ["email_normalized", "phone_sanitized", "type"], order="id"
        )
        found = {}
        for partner in partners.sorted(lambda one: (one.type != "contact", one.id)):
            if partner.email_normalized:
                found.setdefault(f"email:{partner.email_normalized}", partner)
            if partner.phone_sanitized:
                found.setdefault(f"phone:{partner.phone_sanitized}", partner)
        return found

    @api.model
    def _recall(self, known, identity, order):
        for key in identity.all_keys() or [f"order:{order.external_id}"]:
            if key in known:
                return known[key]
        return self.env["res.partner"]

    @api.model
    def _create_missing(self, store, orders, identities, known):
        """Create the customers nobody knows yet, once each however many orders they placed."""
        new = {}
        owner = {}
        for order, identity in zip(orders, identities, strict=True):
            if self._recall(known, identity, order):
                continue
            keys = identity.all_keys() or [f"order:{order.external_id}"]
            first = next((owner[key] for key in keys if key in owner), keys[0])
            owner.update({key: first for key in keys if key not in owner})
            new.setdefault(first, order)
        if not new:
            return
        companies = self._companies(store, new.values())
        partners = self._partner_model().create(
            [self._prepare_partner_vals(store, order, companies) for order in new.values()]
        )
        created = dict(zip(new, partners, strict=True))
        known.update({key: created[first] for key, first in owner.items()})

    @api.model
    def _prepare_partner_vals(self, store, order, companies):
        customer, billing = order.customer, order.billing
        country = billing.country_code or order.shipping.country_code
        raw_phone = customer.phone or billing.phone
        company = companies.get(self._company_key(order))
        vals = {
            "name": customer.name
            or billing.name
            or order.shipping.name
            or customer.email
            or raw_phone
            or order.number,
            "email": customer.email or billing.email,
            "phone": e164_phone(raw_phone, country) or raw_phone,
            "company_id": store.company_id.id,
            "customer_rank": 1,
            "user_id": False,
            "parent_id": company.id if company else False,
        }
        if not company:
            address = billing if billing.street or billing.city or billing.zip else order.shipping
            vals.update(self.env["ecom.address.matcher"]._prepare_address_vals(address))
            vals.update(self._prepare_tax_number_vals(order))
        return vals

    @api.model
    def _remember(self, store, identities, customers):
        """Keep by what each customer was recognised, so that it is found at once next time."""
        pairs = list(zip(identities, customers, strict=True))
        keys = {key: customer for one, customer in reversed(pairs) for key in one.shared_keys()}
        taken = self.env["ecom.customer.key"].search(
            [("company_id", "=", store.company_id.id), ("key", "in", list(keys))]
        )
        self._save_keys(store, {key: keys[key] for key in keys if key not in taken.mapped("key")})
        bound = self.env["ecom.partner.binding"]._by_external_id(
            store, {one.external_id for one in identities}
        )
        new_ids = {
            one.external_id: customer
            for one, customer in pairs
            if one.external_id and one.external_id not in bound
        }
        self.env["ecom.partner.binding"].create(
            [
                {"store_id": store.id, "external_id": external_id, "partner_id": customer.id}
                for external_id, customer in new_ids.items()
            ]
        )

    @api.model
    def _save_keys(self, store, partners):
        self.env["ecom.customer.key"]._keep(store.company_id, partners)

    @api.model
    def _partner_model(self):
        # The exchange is the record of where a contact came from: no chatter noise per contact.
        # Tax numbers were checked before; Odoo's own check would refuse the whole batch.
        return self.env["res.partner"].with_context(
            tracking_disable=True,
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
            no_vat_validation=True,
        )
