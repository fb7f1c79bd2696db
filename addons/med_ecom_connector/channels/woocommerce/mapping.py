"""WooCommerce's orders to neutral dataclasses. Pure functions.

Amounts are texts. A line's ``subtotal`` (before discount)
and ``total`` are *always* without tax, with the tax beside them, whatever ``prices_include_tax``
says: that is only how the shop's prices were typed in. So we always give net lines; adding
the rounded tax back onto a net unit price would not be exact.
"""

from decimal import Decimal

from ..money import tidy
from ..neutral import Address, Order, OrderLine, RawOrder
from ..people import complete_customer, read_address
from ..reading import Reader, in_fixed_order
from . import const, mapping_meta, mapping_money
from .mapping_taxes import line_taxes, tax_rates
from .wording import plain

ZERO = Decimal(0)


def raw_order(payload):
    """What paging needs of an order."""
    order = Reader(payload)
    return RawOrder(
        external_id=order.identifier("id"),
        number=order.identifier("number", "") or order.identifier("id"),
        modified_at=order.instant("date_modified_gmt"),
        payload=in_fixed_order(payload),
    )


def parse_order(payload):
    """Read an order as ``GET /orders/{id}`` gives it.

    :return: :class:`~..neutral.Order`
    :raises PayloadError: naming the field at fault
    """
    order = Reader(payload)
    status = order.text("status")
    rates = tax_rates(order)
    refunded = _refunded(order)
    cards = mapping_meta.gift_cards(order)
    billing, shipping = _addresses(order)
    completed = status == "completed"
    return Order(
        external_id=order.identifier("id"),
        number=order.identifier("number"),
        status=order.choice("status", const.ORDER_STATUS),
        payment_state=_payment_state(order, status, refunded),
        payment_method=order.text("payment_method", ""),
        currency=order.text("currency").upper(),
        created_at=order.instant("date_created_gmt"),
        modified_at=order.instant("date_modified_gmt"),
        customer=_customer(order, billing),
        billing=billing,
        shipping=shipping,
        lines=tuple(_item(row, rates, completed) for row in order.children("line_items")),
        shipping_lines=tuple(
            _charge(row, row.text("method_title", ""), rates) for row in order.children("shipping_lines", ())
        ),
        fee_lines=tuple(_charge(row, row.text("name", ""), rates) for row in order.children("fee_lines", ())),
        # gift cards are money, not a discount
        total=tidy(order.number("total") + mapping_meta.total_of(cards)),
        tax_total=order.number("total_tax"),
        discount_codes=tuple(plain(row.text("code")) for row in order.children("coupon_lines", ())),
        note=plain(order.text("customer_note", "")),
        refunded=refunded,
        payments=mapping_money.payments(order, status) + cards,
        refunds=mapping_money.refunds(order),
        cancel_reason=mapping_meta.cancel_reason(order),
        exchange_rate=mapping_meta.exchange_rate(order),
    )


def _item(row, rates, completed):
    quantity, subtotal, net = row.number("quantity"), row.number("subtotal"), row.number("total")
    if quantity < 0:
        row.fail("quantity", "is negative")
    if subtotal < net:
        # Somebody raised the line by hand above the catalogue price: no discount, but that price
        subtotal = net
    variation, product = row.identifier("variation_id", "0"), row.identifier("product_id", "0")
    return OrderLine(
        external_id=row.identifier("id"),
        name=plain(row.text("name", "")),
        quantity=quantity,
        unit_price=tidy(subtotal / quantity) if quantity else ZERO,
        subtotal=subtotal,
        discount=tidy(subtotal - net),
        total=tidy(net + row.number("total_tax")),
        tax_amount=row.number("total_tax"),
        taxes=line_taxes(row, rates),
        sku=row.text("sku", ""),
        variant_id=next((key for key in (variation, product) if key not in ("", "0")), ""),
        fulfilled=quantity if completed else ZERO,
    )


def _charge(row, name, rates):
    """A shipping or fee line; fees may be negative, some plug-ins give discounts that way."""
    net, tax = row.number("total"), row.number("total_tax")
    return OrderLine(
        external_id=row.identifier("id"),
        name=plain(name),
        quantity=Decimal(1),
        unit_price=net,
        subtotal=net,
        discount=ZERO,
        total=tidy(net + tax),
        tax_amount=tax,
        taxes=line_taxes(row, rates),
        requires_shipping=False,
    )


def _refunded(order):
    # Amounts of refunds are negative, the order's total stays
    return abs(sum((row.number("total") for row in order.children("refunds", ())), ZERO))


def _payment_state(order, status, refunded):
    if refunded > 0:
        return "refunded" if refunded >= order.number("total") else "partially_refunded"
    if status == "refunded":
        return "refunded"
    if order.instant("date_paid_gmt", None) and status not in const.AWAITS_MONEY:
        return "paid"
    return "failed" if status == "failed" else "unpaid"


def _addresses(order):
    billing = read_address(order.child("billing", {}), const.ADDRESS)
    shipping = read_address(order.child("shipping", {}), const.ADDRESS)
    empty = Address()
    # Without a shipping address the goods go to the billing address
    return (billing if billing != empty else shipping), (shipping if _has_place(shipping) else billing)


def _has_place(address):
    return bool(address.street or address.city or address.zip)


def _customer(order, billing):
    customer_id = order.identifier("customer_id", "0")
    return complete_customer(
        billing, external_id="" if customer_id == "0" else customer_id, vat=mapping_meta.vat(order)
    )
