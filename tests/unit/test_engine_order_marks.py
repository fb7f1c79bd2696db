"""Digests that tell which part of an order was edited in the shop."""

from dataclasses import replace
from decimal import Decimal

import pytest

from channels.medusa.mapping import parse_order
from engine.order_marks import order_marks
from payloads import load

ORDER = parse_order(load("medusa", "order-authorized"))


def edited(**changes):
    known, now = order_marks(ORDER), order_marks(replace(ORDER, **changes))
    return {part for part in known if known[part] != now[part]}


def test_unchanged():
    assert edited() == set()


@pytest.mark.parametrize(
    "change",
    [
        {"payment_state": "paid"},
        {"note": "ring twice"},
        {"refunded": Decimal(5)},
        {"lines": tuple(replace(line, fulfilled=Decimal(1)) for line in ORDER.lines)},
        {"lines": ORDER.lines[::-1]},
    ],
)
def test_what_is_no_edit(change):
    assert edited(**change) == set()


@pytest.mark.parametrize(
    "change",
    [
        {"lines": ()},
        {"lines": tuple(replace(line, quantity=Decimal(9)) for line in ORDER.lines)},
        {"lines": tuple(replace(line, discount=Decimal("0.01")) for line in ORDER.lines)},
        {"lines": tuple(replace(line, taxes=()) for line in ORDER.lines)},
        {"shipping_lines": ()},
        {"total": ORDER.total + Decimal("0.01")},
        {"currency": "USD"},
    ],
)
def test_an_edit_of_lines(change):
    assert edited(**change) == {"lines"}


def test_an_edit_of_addresses_and_contact():
    assert edited(shipping=replace(ORDER.shipping, zip="69001")) == {"shipping"}
    assert edited(billing=replace(ORDER.billing, company="")) == {"billing"}
    assert edited(shipping=replace(ORDER.shipping, phone="+33142278100")) == {"contact"}
    assert edited(customer=replace(ORDER.customer, email="b@example.com")) == {"contact"}


def test_noise_of_division_is_no_edit():
    lines = tuple(replace(line, total=line.total + Decimal("0.000001")) for line in ORDER.lines)
    assert edited(lines=lines) == set()
