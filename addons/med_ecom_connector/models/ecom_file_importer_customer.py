from types import SimpleNamespace

from odoo import api, models

from ..channels.neutral import Address, Customer


class EcomFileImporterCustomer(models.AbstractModel):
    """Customers, by the shop's number; unknown ones are found or created as those of orders are."""

    _name = "ecom.file.importer.customer"
    _description = "Importer of customer files"
    _inherit = "ecom.file.importer.rows"

    _key = "customer.customer_id"
    _changes = "res.partner"

    @api.model
    def _find(self, file, records):
        bindings = self.env["ecom.partner.binding"]._by_external_id(
            file.store_id, [record.get(self._key) for record in records]
        )
        for record in records:
            binding = bindings.get(record.get(self._key))
            record.found = binding and binding.partner_id
            code = record.get("customer.country")
            if code and not self.env["ecom.address.matcher"]._country(code.upper()):
                record.fail("country_unknown", "customer.country", value=code)

    @api.model
    def _vals(self, file, record):
        country = record.get("customer.country").upper()
        vals = {
            name: record.get(f"customer.{name}")
            for name in ("name", "email", "vat", "street", "street2", "city", "zip")
        }
        vals["country_id"] = country and self.env["ecom.address.matcher"]._country(country)
        return {name: value for name, value in vals.items() if value}

    @api.model
    def _load(self, file, records):
        new = [record for record in records if not record.found]
        if new:
            asked = [self._as_order(record) for record in new]
            # The shop's customers are bound by the engine, whose records nobody writes by hand.
            self.env["ecom.customer.matcher"].sudo()._match(file.store_id.sudo(), asked)
        for record in records:
            if record.found:
                changed = self._differences(record.found, self._vals(file, record))
                if changed:
                    record.found.write(changed)

    @api.model
    def _as_order(self, record):
        """The row as the matcher knows customers: as the head of an order."""
        value = {
            name: record.get(f"customer.{name}") for name in ("name", "email", "phone", "company", "vat")
        }
        address = Address(
            name=value["name"],
            company=value["company"],
            street=record.get("customer.street"),
            street2=record.get("customer.street2"),
            city=record.get("customer.city"),
            zip=record.get("customer.zip"),
            state=record.get("customer.state"),
            country_code=record.get("customer.country").upper(),
            phone=value["phone"],
            email=value["email"],
        )
        customer = Customer(external_id=record.get(self._key), **value)
        return SimpleNamespace(customer=customer, billing=address, shipping=address, currency="")
