"""An order as files told it, to neutral dataclasses. Pure functions.

The payload is what ``engine/files/orders.py`` groups: names of the data dictionary, amounts and
instants as texts; with it come the refunds and returns that other files told. The engine compares the
result with the order's total.
"""

from decimal import Decimal

from ..aftersales import RETURN_STATUSES, ReturnLine, ReturnRequest
from ..errors import PayloadError
from ..money import tidy
from ..names import person_name
from ..neutral import ORDER_STATUSES, PAYMENT_STATES, Address, Customer, Order, OrderLine
from ..reading import Reader
from ..sentences import _lt
from .mapping_amounts import ZERO, derive_rate, is_included, read_amounts, read_charges, taxed
from .mapping_money import parse_payments, parse_refunds, payment_state, tells_payments
from .references import line_ids


def parse_order(payload):
    """:return: :class:`~..neutral.Order`; raises :class:`~..errors.PayloadError` naming the field at fault"""
    order = Reader(payload)
    items = order.children("lines")
    if not items:
        order.fail("lines", "is empty")
    lines, charged = _priced(order, items)
    everything = [*lines, *charged["shipping"], *charged["fee"]]
    told = order.number("total", None) if order.data.get("total") is not None else None
    total = told if told is not None else sum((line.total for line in everything), ZERO)
    billing, delivery = _addresses(order)
    created, currency = order.instant("created_at"), order.text("currency").upper()
    status = _one_of(order, "status", ORDER_STATUSES, order.text("status", "") or "open")
    number = order.identifier("number")
    refunds = parse_refunds(order, lines, currency)
    return Order(
        external_id=number,
        number=number,
        status=status,
        payment_state=_one_of(order, "payment_state", PAYMENT_STATES, payment_state(order)),
        payment_method=order.text("payment_method", ""),
        currency=currency,
        created_at=created,
        modified_at=order.instant("modified_at", None) or order.instant("read_at", None) or created,
        customer=_customer(order, billing, delivery),
        billing=billing,
        shipping=delivery,
        lines=lines,
        shipping_lines=charged["shipping"],
        fee_lines=charged["fee"],
        total=total,
        tax_total=sum((line.tax_amount for line in everything), ZERO),
        discount_codes=tuple(filter(None, [order.text("discount_code", "")])),
        note=order.text("note", ""),
        refunded=sum((refund.amount for refund in refunds), ZERO),
        payments=parse_payments(order, total, currency, status),
        tells_payments=tells_payments(order),
        refunds=refunds,
        returns=_returns(order, lines),
        cancel_reason=order.text("cancel_reason", ""),
        exchange_rate=_exchange_rate(order),
    )


def _one_of(order, key, allowed, value):
    if value not in allowed:
        order.fail(key, f"{value!r} is none of {', '.join(allowed)}")
    return value


def _exchange_rate(order):
    rate = order.number("exchange_rate", None) if order.data.get("exchange_rate") is not None else None
    if rate is not None and rate <= 0:
        order.fail("exchange_rate", "is not above zero")
    return rate


# === LINES === #


def _priced(order, items):
    """:return: tuple (lines of articles, dict of "shipping" and "fee" to their lines)"""
    charges = read_charges(order)
    total = order.number("total", None) if order.data.get("total") is not None else None
    amounts = read_amounts(items, order, total, charges)
    included = is_included(order, amounts, charges, total)
    derive_rate(order, amounts, charges, included)
    taxes = max((line.taxes for line in amounts), key=lambda some: sum(tax.rate for tax in some))
    names = {"shipping": order.text("shipping_method", ""), "fee": order.text("fee_name", "")}
    return _lines(items, amounts, included), {
        kind: _charge(kind, name, getattr(charges, kind), taxes, included) for kind, name in names.items()
    }


def _lines(items, amounts, included):
    lines, seen = [], {}
    for item, line in zip(items, amounts, strict=True):
        sku, name = item.text("sku", ""), item.text("name", "")
        key = item.identifier("line_id", "") or sku or name
        # Two lines of one article: told apart by their order, not by their place in the file
        seen[key] = seen.get(key, 0) + 1
        quantity = item.number("quantity")
        tax, total = taxed(line.net, line.taxes, included)
        lines.append(
            OrderLine(
                external_id=key if seen[key] == 1 else f"{key} ({seen[key]})",
                name=name or sku,
                quantity=quantity,
                unit_price=tidy(line.subtotal / quantity) if quantity else ZERO,
                subtotal=line.subtotal,
                discount=tidy(line.discount),
                total=total,
                tax_amount=tax,
                taxes=line.taxes,
                price_includes_tax=included,
                sku=sku,
                requires_shipping=item.flag("requires_shipping", True),
            )
        )
    return tuple(lines)


def _charge(kind, name, amount, taxes, included):
    """Shipping is a line also where it costs nothing, so that its method is known."""
    if not amount and (kind == "fee" or not name):
        return ()
    tax, total = taxed(amount, taxes, included)
    return (
        OrderLine(
            external_id=kind,
            name=name,
            quantity=Decimal(1),
            unit_price=amount,
            subtotal=amount,
            discount=ZERO,
            total=total,
            tax_amount=tax,
            taxes=taxes if amount else (),
            price_includes_tax=included,
            requires_shipping=False,
        ),
    )


# === RETURNS === #


def _returns(order, lines):
    """Returns of a file name articles; each stands for the first line that sells it."""
    ids = line_ids(lines)
    found = {}
    for row in order.children("returns", ()):
        sku = row.text("sku")
        if sku not in ids:
            row.fail("sku", "is no article of the order")
        found.setdefault(row.identifier("return_id"), []).append((row, ids[sku]))
    return tuple(
        ReturnRequest(
            external_id=number,
            number=number,
            status=_one_of(mine[-1][0], "status", RETURN_STATUSES, mine[-1][0].text("status", "requested")),
            lines=tuple(_return_line(row, line_id) for row, line_id in mine),
            reason=mine[0][0].text("reason", ""),
            created_at=mine[0][0].instant("requested_at", None),
        )
        for number, mine in found.items()
    )


def _return_line(row, line_id):
    return ReturnLine(
        line_id=line_id,
        quantity=row.number("quantity"),
        reason=row.text("reason", ""),
        lot=row.text("lot", ""),
    )


# === PEOPLE === #


def _addresses(order):
    billing, shipping = _address(order, "billing"), _address(order, "shipping")
    has_place = shipping.street or shipping.city or shipping.zip
    return (
        billing if billing.street or billing.city or billing.zip else shipping,
        shipping if has_place else billing,
    )


def _address(order, kind):
    first, last = order.text(f"{kind}_first_name", ""), order.text(f"{kind}_last_name", "")
    street, street2 = order.text(f"{kind}_street", ""), order.text(f"{kind}_street2", "")
    return Address(
        name=order.text(f"{kind}_name", "") or person_name(first, last),
        company=order.text(f"{kind}_company", ""),
        street=street,
        street2=street2,
        city=order.text(f"{kind}_city", ""),
        zip=order.text(f"{kind}_zip", ""),
        state=order.text(f"{kind}_state", ""),
        country_code=order.text(f"{kind}_country", "").upper(),
        phone=order.text(f"{kind}_phone", "") or order.text("phone", ""),
        email=order.text("email", ""),
    )


def _customer(order, billing, shipping):
    name = order.text("customer_name", "") or billing.name or shipping.name
    company = order.text("customer_company", "") or billing.company
    if not (name or company or order.text("email", "")):
        raise PayloadError(_lt("The order names no customer."), field="customer_name")
    return Customer(
        external_id=order.identifier("customer_id", ""),
        email=order.text("email", ""),
        name=name or company,
        phone=order.text("phone", "") or billing.phone,
        company=company,
        vat=order.text("customer_vat", ""),
    )
