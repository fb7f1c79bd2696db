"""Who ordered, where it goes and what they wrote. Pure functions."""

from ..names import person_name
from ..neutral import Address, Customer
from . import const
from .ids import number_of
from .pages import nodes_of


def parse_addresses(order):
    billing = _address(order.child("billingAddress", {}), order)
    shipping = _address(order.child("shippingAddress", {}), order)
    return (billing or shipping or Address(), shipping or billing or Address())


def _address(row, order):
    """The address, or None when there is nothing in it."""
    address = Address(
        name=person_name(row.text("firstName", ""), row.text("lastName", "")),
        company=row.text("company", ""),
        street=row.text("address1", ""),
        street2=row.text("address2", ""),
        city=row.text("city", ""),
        zip=row.text("zip", ""),
        state=row.text("province", ""),
        country_code=row.text("countryCodeV2", ""),
        phone=row.text("phone", ""),
    )
    if address == Address():
        return None
    return Address(**{**vars(address), "email": order.text("email", "")})


def parse_customer(order, billing):
    row = order.child("customer", {})
    business = order.child("purchasingEntity", {})
    own_email = row.child("defaultEmailAddress", {}).text("emailAddress", "")
    own_phone = row.child("defaultPhoneNumber", {}).text("phoneNumber", "")
    settings = business.child("location", {}).child("taxSettings", {})
    return Customer(
        external_id=number_of(row, ""),
        email=order.text("email", "") or own_email,
        name=person_name(row.text("firstName", ""), row.text("lastName", "")) or billing.name,
        phone=order.text("phone", "") or own_phone or billing.phone,
        company=business.child("company", {}).text("name", "") or billing.company,
        vat=settings.text("taxRegistrationId", "") or _vat(order),
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
