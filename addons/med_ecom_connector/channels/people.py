"""Whose order it is, as all shops tell it: two addresses, either of which may be missing, and a buyer."""

from dataclasses import replace

from .names import person_name
from .neutral import Address, Customer


def read_address(row, keys):
    """An address as it stands in a shop's order.

    :param row: :class:`~.reading.Reader` of the address
    :param keys: dict of field of :class:`~.neutral.Address` to the shop's name of it, with ``first_name``
        and ``last_name`` in place of ``name``
    """
    parts = {field: row.text(key, "") for field, key in keys.items()}
    name = person_name(parts.pop("first_name"), parts.pop("last_name"))
    return Address(**{**parts, "name": name, "country_code": parts["country_code"].upper()})


def complete_addresses(billing, shipping, email):
    """Where one of the two is empty, the other one serves for both.

    :param email: the order's, for shops that keep none with an address
    :return: billing and shipping address
    """
    empty = Address()
    found = [replace(one, email=email) for one in (billing, shipping) if one != empty] or [empty]
    return found[0], found[-1]


def complete_customer(billing, external_id, vat, email="", name="", phone="", company=""):
    """The buyer; what the shop does not say of them is as in the billing address."""
    return Customer(
        external_id=external_id,
        email=email or billing.email,
        name=name or billing.name,
        phone=phone or billing.phone,
        company=company or billing.company,
        vat=vat,
    )
