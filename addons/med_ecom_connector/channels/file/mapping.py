"""An order as a file told it, to neutral dataclasses. Pure functions.

The payload is what ``engine/files/orders.py`` groups: names of the data dictionary, amounts and
instants as texts. Files tell amounts in many ways; what they leave out is derived here, and the
engine compares the result with the order's total.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

from ..aftersales import ReturnLine, ReturnRequest
from ..errors import PayloadError
from ..money import tidy
from ..names import person_name
from ..neutral import ORDER_STATUSES, PAYMENT_STATES, Address, Customer, Order, OrderLine, TaxRate
from ..reading import Reader

ZERO = Decimal(0)
CENT = Decimal("0.01")
_PER_CENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,3})?)\s*%")


def parse_order(payload):
    """:return: :class:`~..neutral.Order`; raises :class:`~..errors.PayloadError` naming the field at fault"""
    order = Reader(payload)
    items = order.children("lines")
    if not items:
        order.fail("lines", "is empty")
    shipping = order.number("shipping_amount", ZERO)
    total = order.number("total", None) if order.data.get("total") is not None else None
    amounts = _amounts(items, order, total, shipping)
    rates = [_line_rate(item, order) for item in items]
    included = _is_included(order, amounts, rates, shipping, total)
    rates = _derived_rates(order, amounts, rates, shipping, included)
    lines = _lines(items, amounts, rates, included)
    shipping_lines = _shipping_lines(order, shipping, max(rates, default=ZERO), included)
    charged = [*lines, *shipping_lines]
    billing, delivery = _addresses(order)
    created = order.instant("created_at")
    number = order.identifier("number")
    return Order(
        external_id=number,
        number=number,
        status=_one_of(order, "status", ORDER_STATUSES, "open"),
        payment_state=_one_of(
            order, "payment_state", PAYMENT_STATES, "paid" if order.data.get("paid_at") else "unpaid"
        ),
        payment_method=order.text("payment_method", ""),
        currency=order.text("currency").upper(),
        created_at=created,
        modified_at=order.instant("modified_at", None) or order.instant("read_at", None) or created,
        customer=_customer(order, billing, delivery),
        billing=billing,
        shipping=delivery,
        lines=lines,
        shipping_lines=shipping_lines,
        fee_lines=(),
        total=total if total is not None else sum((line.total for line in charged), ZERO),
        tax_total=sum((line.tax_amount for line in charged), ZERO),
        discount_codes=tuple(filter(None, [order.text("discount_code", "")])),
        note=order.text("note", ""),
        returns=_returns(order, lines),
    )


def _returns(order, lines):
    """Returns of a file name articles; each stands for the first line that sells it."""
    ids = {line.sku: line.external_id for line in reversed(lines) if line.sku}
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
            status="requested",
            lines=tuple(
                ReturnLine(line_id=line_id, quantity=row.number("quantity"), reason=row.text("reason", ""))
                for row, line_id in mine
            ),
            reason=mine[0][0].text("reason", ""),
            created_at=mine[0][0].instant("requested_at", None),
        )
        for number, mine in found.items()
    )


def _one_of(order, key, allowed, default):
    value = order.text(key, "") or default
    if value not in allowed:
        order.fail(key, f"{value!r} is none of {', '.join(allowed)}")
    return value


def _amounts(items, order, total, shipping):
    """Amount before discount and discount of each line; a discount on the order is spread over them."""
    amounts = []
    for item in items:
        quantity, discount = item.number("quantity"), abs(item.number("discount", ZERO))
        if quantity < 0:
            item.fail("quantity", "is negative")
        if item.data.get("subtotal") is not None:
            subtotal = item.number("subtotal")
        elif item.data.get("unit_price") is not None:
            subtotal = tidy(item.number("unit_price") * quantity)
        elif item.data.get("total") is not None:
            subtotal = tidy(item.number("total") + discount)
        elif total is not None and len(items) == 1:
            # what the customer paid for the only article there is
            subtotal = tidy(total - shipping + discount + abs(order.number("discount", ZERO)))
        else:
            item.fail("unit_price", "is missing, and so are the line's and the order's amount")
        amounts.append([subtotal, discount])
    _spread(amounts, abs(order.number("discount", ZERO)))
    return amounts


def _spread(amounts, discount):
    """Take a discount off the lines by their amount, exact to the cent; the largest one takes the rest."""
    whole = sum((subtotal - off for subtotal, off in amounts), ZERO)
    if not discount or whole <= 0:
        return
    left = discount
    for entry in amounts:
        share = (discount * (entry[0] - entry[1]) / whole).quantize(CENT, ROUND_HALF_UP)
        entry[1] += share
        left -= share
    max(amounts, key=lambda entry: entry[0] - entry[1])[1] += left


def _line_rate(item, order):
    for reader in (item, order):
        if reader.data.get("tax_rate") is not None:
            rate = reader.number("tax_rate")
            if not 0 <= rate <= 100:
                reader.fail("tax_rate", "is not a tax rate in percent")
            return rate
    named = _PER_CENT.search(order.text("tax_name", ""))
    return Decimal(named[1].replace(",", ".")) if named else ZERO


def _is_included(order, amounts, rates, shipping, total):
    """Whether prices contain tax: as the file says, else whatever gives the order's total."""
    if order.data.get("price_includes_tax") is not None:
        return order.flag("price_includes_tax")
    goods = sum((subtotal - discount for subtotal, discount in amounts), ZERO) + shipping
    tax = order.number("tax_total", None) if order.data.get("tax_total") is not None else None
    if total is None or not (any(rates) or tax):
        return True
    if tax is None:
        tax = sum(
            (
                _cents((subtotal - discount) * rate / 100)
                for (subtotal, discount), rate in zip(amounts, rates, strict=True)
            ),
            _cents(shipping * max(rates) / 100),
        )
    return abs(total - goods) <= abs(total - goods - tax)


def _derived_rates(order, amounts, rates, shipping, included):
    """Where the file names no rate but a tax: the one rate, to a tenth of a per cent, that gives this tax.

    An order with several rates is not guessed at: it keeps the nearest one, and its total will differ.
    """
    if any(rates) or order.data.get("tax_total") is None:
        return rates
    tax = order.number("tax_total")
    goods = sum((subtotal - discount for subtotal, discount in amounts), ZERO) + shipping
    net = goods - tax if included else goods
    if tax <= 0 or net <= 0:
        return rates
    rate = tidy((tax / net * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))
    return [min(rate, Decimal(100))] * len(rates)


def _cents(amount):
    return amount.quantize(CENT, ROUND_HALF_UP)


def _lines(items, amounts, rates, included):
    lines, seen = [], {}
    for item, (subtotal, discount), rate in zip(items, amounts, rates, strict=True):
        sku, name = item.text("sku", ""), item.text("name", "")
        key = item.identifier("line_id", "") or sku or name
        # Two lines of one article: told apart by their order, not by their place in the file
        seen[key] = seen.get(key, 0) + 1
        quantity = item.number("quantity")
        net = subtotal - discount
        tax, total = _taxed(net, rate, included)
        lines.append(
            OrderLine(
                external_id=key if seen[key] == 1 else f"{key} ({seen[key]})",
                name=name or sku,
                quantity=quantity,
                unit_price=tidy(subtotal / quantity) if quantity else ZERO,
                subtotal=subtotal,
                discount=tidy(discount),
                total=total,
                tax_amount=tax,
                taxes=(TaxRate(rate),) if rate else (),
                price_includes_tax=included,
                sku=sku,
                requires_shipping=item.flag("requires_shipping", True),
            )
        )
    return tuple(lines)


def _taxed(amount, rate, included):
    """:return: tuple (tax, amount with tax)"""
    if included:
        return _cents(amount * rate / (100 + rate)), tidy(amount)
    tax = _cents(amount * rate / 100)
    return tax, tidy(amount + tax)


def _shipping_lines(order, amount, rate, included):
    method = order.text("shipping_method", "")
    if not amount and not method:
        return ()
    if amount < 0:
        order.fail("shipping_amount", "is negative")
    tax, total = _taxed(amount, rate, included)
    return (
        OrderLine(
            external_id="shipping",
            name=method,
            quantity=Decimal(1),
            unit_price=amount,
            subtotal=amount,
            discount=ZERO,
            total=total,
            tax_amount=tax,
            taxes=(TaxRate(rate),) if rate and amount else (),
            price_includes_tax=included,
            requires_shipping=False,
        ),
    )


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
        raise PayloadError("The order names no customer.", field="customer_name")
    return Customer(
        external_id=order.identifier("customer_id", ""),
        email=order.text("email", ""),
        name=name or company,
        phone=order.text("phone", "") or billing.phone,
        company=company,
        vat=order.text("customer_vat", ""),
    )
