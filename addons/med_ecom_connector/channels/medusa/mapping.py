"""Medusa's orders to neutral dataclasses. Pure functions.

Medusa computes with unrounded numbers and lowers the totals of orders and lines as goods come
back and money is refunded; we want what was ordered. Amounts may carry more decimals than the
currency: compare after rounding to the currency.
"""

from decimal import Decimal

from ..money import tidy
from ..names import person_name
from ..neutral import Order, RawOrder
from ..people import complete_addresses, complete_customer, read_address
from ..reading import Reader, in_fixed_order
from . import const, mapping_credit, mapping_money
from .mapping_lines import Line

ZERO = Decimal(0)
CENT = Decimal("0.01")


def raw_order(payload):
    """What paging needs of an order."""
    order = Reader(payload)
    return RawOrder(
        external_id=order.identifier("id"),
        number=_number(order),
        modified_at=order.instant("updated_at"),
        payload=in_fixed_order(payload),
    )


def parse_order(payload):
    """Read an order as ``GET /admin/orders/{id}`` with ``const.ORDER_FIELDS`` gives it.

    :return: :class:`~..neutral.Order`
    :raises PayloadError: naming the field at fault
    """
    order = Reader(payload)
    items = [Line(row, row.number("unit_price"), row.number("quantity")) for row in order.children("items")]
    methods = [Line(row, row.number("amount"), Decimal(1)) for row in order.children("shipping_methods", ())]
    returned = sum((line.returned_total for line in items), ZERO)
    # Refunds lower "total" by credit lines, returns by the returned quantity. The summary's
    # "original_order_total" falls too, with the next version of the order: not usable.
    total = order.number("total") + order.number("credit_line_total") + returned
    free = mapping_money.free_items(order)
    gifts = [line for line in items if line.row.identifier("id") in free]
    total -= sum((line.total for line in gifts), ZERO)
    tax_total = order.number("tax_total") + sum((line.returned_tax for line in items), ZERO)
    tax_total -= sum((line.tax for line in gifts), ZERO)
    for line in gifts:
        line.give()
    collections = order.children("payment_collections", ())
    cards = mapping_credit.gift_cards(order)
    by_card = sum((card.amount for card in cards), ZERO)
    returns = mapping_money.returns(order)
    billing, shipping = _addresses(order)
    return Order(
        external_id=order.identifier("id"),
        number=_number(order),
        status=order.choice("status", const.ORDER_STATUS),
        payment_state=_payment_state(collections, total - _exchanged(returns, items), by_card),
        payment_method=_payment_method(collections),
        currency=order.text("currency_code").upper(),
        created_at=order.instant("created_at"),
        modified_at=order.instant("updated_at"),
        customer=_customer(order, billing),
        billing=billing,
        shipping=shipping,
        lines=tuple(line.item() for line in items),
        shipping_lines=tuple(line.shipping() for line in methods),
        fee_lines=(),
        total=tidy(total),
        tax_total=tidy(tax_total),
        discount_codes=_discount_codes(items + methods),
        note=_first_text(order.child("metadata", {}), const.NOTE_KEYS),
        refunded=_sum(collections, "refunded_amount"),
        exchange_rate=mapping_credit.exchange_rate(order),
        cancel_reason=_first_text(order.child("metadata", {}), (const.CANCEL_REASON_KEY,)),
        payments=mapping_money.payments(order) + cards,
        refunds=mapping_money.refunds(order),
        returns=returns,
    )


def _number(order):
    return order.identifier("custom_display_id", "") or order.identifier("display_id")


def _sum(rows, key):
    return sum((row.number(key, 0) for row in rows), ZERO)


def _exchanged(returns, items):
    """What was paid for goods that others go out for: it pays for those."""
    prices = {item.row.identifier("id"): item.total / item.quantity for item in items if item.quantity}
    return sum(
        (
            prices.get(line.line_id, ZERO) * line.quantity
            for one in returns
            if one.in_exchange and one.status != "cancelled"
            for line in one.lines
        ),
        ZERO,
    )


def _payment_state(collections, total, by_card):
    # Captures do not touch the order, and "payment_status" is there or not depending on the
    # fields asked for: the collections are the truth.
    # Providers take whole cents of Medusa's unrounded totals.
    due = total - by_card - CENT
    if by_card and due <= 0:
        return "paid"
    captured, refunded = _sum(collections, "captured_amount"), _sum(collections, "refunded_amount")
    if captured > 0:
        if refunded > 0:
            return "refunded" if refunded >= captured else "partially_refunded"
        return "paid" if captured >= due else "partially_paid"
    alive = [row for row in collections if row.text("status", "") not in const.DEAD_COLLECTIONS]
    authorized = _sum(alive, "authorized_amount")
    if authorized > 0 and authorized >= due:
        return "authorized"
    failed = not alive and any(row.text("status", "") == "failed" for row in collections)
    return "failed" if failed else "unpaid"


def _payment_method(collections):
    for collection in collections:
        for payment in collection.children("payments", ()):
            if payment.text("provider_id", ""):
                return payment.text("provider_id")
    return ""


def _addresses(order):
    addresses = (
        read_address(order.child(key, {}), const.ADDRESS) for key in ("billing_address", "shipping_address")
    )
    return complete_addresses(*addresses, order.text("email", ""))


def _customer(order, billing):
    row = order.child("customer", {})
    homes = (row, order, order.child("billing_address", {}), order.child("shipping_address", {}))
    vats = (_first_text(home.child("metadata", {}), const.VAT_KEYS) for home in homes)
    return complete_customer(
        billing,
        # Medusa makes a customer for every guest checkout; only accounts are the same person again
        external_id=row.identifier("id", "") if row.flag("has_account", False) else "",
        vat=next(filter(None, vats), ""),
        email=order.text("email", "") or row.text("email", ""),
        name=person_name(row.text("first_name", ""), row.text("last_name", "")),
        phone=row.text("phone", ""),
        company=row.text("company_name", ""),
    )


def _first_text(metadata, keys):
    for key in keys:
        if isinstance(metadata.data.get(key), str) and metadata.text(key):
            return metadata.text(key)
    return ""


def _discount_codes(lines):
    codes = {}
    for line in lines:
        for adjustment in line.row.children("adjustments", ()):
            codes[adjustment.text("code", "")] = None
    return tuple(filter(None, codes))
