from odoo import api, models

from ..engine.identity import e164_phone, normal_email


class EcomContactEditor(models.AbstractModel):
    """Brings changed addresses and contact data of a shop order onto the sales order."""

    _name = "ecom.contact.editor"
    _description = "Applies edited addresses of shop orders"

    @api.model
    def _apply(self, store, sale, order, changed):
        """:param changed: set of the parts that the shop changed, as in ``engine.order_marks``
        :return: list of what was changed, for people
        """
        notes = []
        if changed & {"billing", "shipping"}:
            (contact,) = self.env["ecom.address.matcher"]._contacts(store, [order], [sale.partner_id])
            if "billing" in changed and contact.billing != sale.partner_invoice_id:
                old, new = _address(sale.partner_invoice_id), _address(contact.billing)
                notes.append(self.env._("Invoice address: %(old)s → %(new)s", old=old, new=new))
                sale.partner_invoice_id = contact.billing
            if "shipping" in changed and contact.shipping != sale.partner_shipping_id:
                notes.append(self._change_delivery(sale, contact.shipping))
        if "contact" in changed:
            notes += self._change_contact(sale, order)
        return notes

    @api.model
    def _change_delivery(self, sale, address):
        """Onto the order and its open transfers; what has left went to the old address."""
        old, new = _address(sale.partner_shipping_id), _address(address)
        note = self.env._("Delivery address: %(old)s → %(new)s", old=old, new=new)
        pickings = sale.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        left = sale._shipped_pickings()
        if pickings or not left:
            # Odoo would only ask somebody to update the transfers, which is what we do
            sale.with_context(mail_activity_automation_skip=True).partner_shipping_id = address
            pickings.partner_id = address
        if left:
            sale._ask_responsible(
                self.env._("The delivery address was changed in the shop after goods had left"), [note]
            )
        return note

    @api.model
    def _change_contact(self, sale, order):
        """Keep a new e-mail or phone: on the contact where it has none, and in any case in the note.

        Whether it replaces the one we have is for a person: a guest may have used somebody else's.
        """
        country = order.billing.country_code or order.shipping.country_code
        email = normal_email(order.customer.email)
        phone = e164_phone(order.customer.phone or order.shipping.phone, country)
        partner, notes = sale.partner_id, []
        if email and email != partner.email_normalized:
            notes.append(self.env._("E-mail: %(old)s → %(new)s", old=partner.email or "–", new=email))
            partner.email = partner.email or email
        if phone and phone not in (partner.phone_sanitized, sale.partner_shipping_id.phone_sanitized):
            notes.append(self.env._("Phone: %(old)s → %(new)s", old=partner.phone or "–", new=phone))
            partner.phone = partner.phone or phone
        return notes


def _address(partner):
    return " ".join((partner._display_address(without_company=True) or "").split()) or partner.display_name
