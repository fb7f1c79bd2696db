from odoo import api, models

from ..engine.identity import e164_phone, normal_email
from ..engine.tax_number import is_sound


class EcomOrderBuilder(models.AbstractModel):
    """What people may want to know about orders that needed nobody."""

    _inherit = "ecom.order.builder"

    @api.model
    def _remark(self, store, order):
        """What a person may want to know about an order that was taken in all the same.

        :return: tuple (problem code, parameters), or an empty tuple
        """
        country = order.billing.country_code or order.shipping.country_code
        email, phone = order.customer.email, order.customer.phone or order.billing.phone
        if order.customer.vat and not is_sound(order.customer.vat, country):
            return "tax_number_unsound", {"value": order.customer.vat}
        if email and not normal_email(email):
            return "contact_unreadable", {"value": email}
        if phone and not e164_phone(phone, country):
            return "contact_unreadable", {"value": phone}
        return self._price_remark(store, order)

    @api.model
    def _price_remark(self, store, order):
        if not store.push_prices:
            return ()
        bindings = self.env["ecom.product.binding"]._by_external_id(
            store, {line.variant_id for line in order.lines}
        )
        for line in order.lines:
            binding = bindings.get(line.variant_id)
            told = binding and binding._figure("price").value
            if (
                told
                and store.currency_id.name == order.currency
                and abs(told - float(line.unit_price)) >= 0.01
            ):
                return "price_differs", {
                    "sku": line.sku,
                    "shop": f"{line.unit_price:.2f}",
                    "ours": f"{told:.2f}",
                }
        return ()
