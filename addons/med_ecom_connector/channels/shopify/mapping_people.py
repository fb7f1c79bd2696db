"""Who ordered, where it goes and what they wrote. Pure functions."""

from ..names import person_name
from ..people import complete_addresses, complete_customer, read_address
from . import const
from .ids import number_of
from .pages import nodes_of


def parse_addresses(order):
    """Billing and shipping address, see :func:`~..people.complete_addresses`."""
    addresses = (
        read_address(order.child(key, {}), const.ADDRESS) for key in ("billingAddress", "shippingAddress")
    )
    return complete_addresses(*addresses, order.text("email", ""))


def parse_customer(order, billing):
    """Who ordered; a company's tax number is its own, else what the buyer wrote on the order.

    :param billing: :class:`~..neutral.Address` for what the shop leaves out
    :return: :class:`~..neutral.Customer`
    """
    row = order.child("customer", {})
    business = order.child("purchasingEntity", {})
    own_email = row.child("defaultEmailAddress", {}).text("emailAddress", "")
    own_phone = row.child("defaultPhoneNumber", {}).text("phoneNumber", "")
    settings = business.child("location", {}).child("taxSettings", {})
    return complete_customer(
        billing,
        external_id=number_of(row, ""),
        vat=settings.text("taxRegistrationId", "") or _vat(order),
        email=order.text("email", "") or own_email,
        name=person_name(row.text("firstName", ""), row.text("lastName", "")),
        phone=order.text("phone", "") or own_phone,
        company=business.child("company", {}).text("name", ""),
    )


def _vat(order):
    """The tax number: a field of the checkout in some countries, else whatever the theme asked for."""
    for row in nodes_of(order, "localizedFields"):
        if row.text("key", "").startswith(const.TAX_FIELD) and "_TYPE_" not in row.text("key"):
            return row.text("value", "")
    for row in order.children("customAttributes", ()):
        if row.text("key", "").lower() in const.VAT_KEYS:
            return row.text("value", "")
    return ""


def parse_note(order):
    """The customer's note, with the purchase order number and what else the checkout asked for."""
    parts = [order.text("note", "")]
    if order.text("poNumber", ""):
        parts.append(f"PO: {order.text('poNumber')}")
    for row in order.children("customAttributes", ()):
        if row.text("value", "") and row.text("key", "").lower() not in const.VAT_KEYS:
            parts.append(f"{row.text('key', '')}: {row.text('value')}")
    return "\n".join(filter(None, parts))
