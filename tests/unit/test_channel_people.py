"""Addresses and buyers, as every mapping puts them together."""

from channels.medusa.const import ADDRESS
from channels.neutral import Address
from channels.people import complete_addresses, complete_customer, read_address
from channels.reading import Reader

LYON = Address(name="Anne Roux", company="Roux SARL", city="Lyon", phone="+33 1")
PARIS = Address(name="Paul Roux", city="Paris")


def test_address_of_a_shop():
    row = {"first_name": "伟", "last_name": "王", "address_1": "1 rue", "country_code": "cn", "phone": None}
    assert read_address(Reader(row), ADDRESS) == Address(name="王伟", street="1 rue", country_code="CN")


def test_each_address_stands_for_the_other_where_that_is_empty():
    def cities(billing, shipping):
        return tuple(one.city for one in complete_addresses(billing, shipping, "a@b.fr"))

    assert cities(LYON, PARIS) == ("Lyon", "Paris")
    assert cities(LYON, Address()) == ("Lyon", "Lyon")
    assert cities(Address(), PARIS) == ("Paris", "Paris")


def test_the_orders_email_stands_with_addresses_that_are_there():
    assert [one.email for one in complete_addresses(LYON, PARIS, "a@b.fr")] == ["a@b.fr", "a@b.fr"]
    assert complete_addresses(Address(), Address(), "a@b.fr") == (Address(), Address())


def test_what_the_buyer_does_not_say_is_as_in_the_billing_address():
    buyer = complete_customer(LYON, external_id="7", vat="", name="A. Roux")
    assert (buyer.name, buyer.company, buyer.phone) == ("A. Roux", "Roux SARL", "+33 1")
