from odoo import api, models

from ..engine.identity import plain
from ..engine.tax_number import is_sound, tax_number


class EcomCustomerMatcher(models.AbstractModel):
    """Companies that order: found by tax number, else by name and country; created when unknown."""

    _inherit = "ecom.customer.matcher"

    @api.model
    def _tax_number(self, order):
        """The customer's tax number where it can be right, else nothing."""
        country = order.billing.country_code or order.shipping.country_code
        return tax_number(order.customer.vat) if is_sound(order.customer.vat, country) else ""

    @api.model
    def _prepare_tax_number_vals(self, order):
        """A number that can't be right is kept where people see it, not where tax reports read it."""
        vat = self._tax_number(order)
        if vat or not order.customer.vat:
            return {"vat": vat or False}
        note = self.env._(
            "Tax number given in the shop, which can't be right: %(vat)s", vat=order.customer.vat
        )
        return {"vat": False, "comment": note}

    @api.model
    def _company_name(self, order):
        return order.customer.company or order.billing.company

    @api.model
    def _company_key(self, order):
        name = self._company_name(order)
        if not name:
            return ""
        vat = self._tax_number(order)
        return f"company:{plain(name)}|{order.billing.country_code}" + (f"|{vat}" if vat else "")

    @api.model
    def _companies(self, store, orders):
        """The companies new contacts belong to.

        :return: dict of company key to partner
        """
        wanted = {self._company_key(order): order for order in orders if self._company_key(order)}
        if not wanted:
            return {}
        keys = self.env["ecom.customer.key"].search(
            [("company_id", "=", store.company_id.id), ("key", "in", list(wanted))]
        )
        found = {row.key: row.partner_id for row in keys if row.partner_id.active}
        self._find_companies(store, wanted, found)
        missing = {key: order for key, order in wanted.items() if key not in found}
        created = self._partner_model().create(
            [self._prepare_company_vals(store, order) for order in missing.values()]
        )
        found.update(zip(missing, created, strict=True))
        self._save_keys(store, {key: found[key] for key in wanted if key not in keys.mapped("key")})
        return found

    @api.model
    def _find_companies(self, store, wanted, found):
        """Among all companies: the tax number decides, then name and country, unless numbers differ.

        A company without a number is taken for one that has one once: a second number is another company.
        """
        vats = {self._tax_number(order): key for key, order in wanted.items() if self._tax_number(order)}
        names = [self._company_name(order) for order in wanted.values()]
        companies = self.env["res.partner"].search(
            [
                ("is_company", "=", True),
                ("company_id", "in", [False, store.company_id.id]),
                "|",
                ("name", "in", names),
                ("vat", "in", list(vats)),
            ],
            order="id",
        )
        for partner in companies:
            if tax_number(partner.vat) in vats:
                found.setdefault(vats[tax_number(partner.vat)], partner)
        for partner in companies:
            base = f"company:{plain(partner.name)}|{partner.country_id.code or ''}"
            with_number = [key for key in wanted if key.startswith(f"{base}|")]
            if base in wanted:
                found.setdefault(base, partner)
            if not partner.vat and partner not in [found.get(key) for key in with_number]:
                free = [key for key in with_number if key not in found]
                found.update(dict.fromkeys(free[:1], partner))

    @api.model
    def _prepare_company_vals(self, store, order):
        return {
            "name": self._company_name(order),
            "is_company": True,
            "company_id": store.company_id.id,
            "customer_rank": 1,
            "user_id": False,
            **self._prepare_tax_number_vals(order),
            **self.env["ecom.address.matcher"]._prepare_address_vals(order.billing),
        }

    @api.model
    def _complete_tax_numbers(self, orders, customers):
        """Customers we know may name their tax number only now."""
        for order, customer in zip(orders, customers, strict=True):
            partner = customer.commercial_partner_id
            company = self._company_name(order)
            same = not company or plain(company) == plain(partner.name)
            if order.customer.vat and same and not partner.vat and (vat := self._tax_number(order)):
                partner.with_context(no_vat_validation=True).vat = vat
