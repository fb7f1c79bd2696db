"""Amounts and taxes of an order that a file told. Pure functions.

Files tell amounts in many ways; what they leave out is derived here.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..money import tidy
from ..neutral import TaxRate

ZERO = Decimal(0)
CENT = Decimal("0.01")
_PER_CENT = re.compile(r"(\d{1,2}(?:[.,]\d{1,3})?)\s*%")
#: what stands between the taxes of a cell
_BETWEEN = " \t,;:+&/|()"


@dataclass(frozen=True)
class Charges:
    """What an order costs besides its articles, with or without tax as the other prices."""

    shipping: Decimal
    fee: Decimal

    @property
    def whole(self):
        """What both come to."""
        return self.shipping + self.fee


@dataclass
class LineAmounts:
    """``subtotal`` is before ``discount``; both with or without tax as the file's prices."""

    subtotal: Decimal
    discount: Decimal
    taxes: tuple[TaxRate, ...] = ()

    @property
    def net(self):
        """The line after its discount."""
        return self.subtotal - self.discount

    @property
    def rate(self):
        """All its taxes together, in percent."""
        return sum((tax.rate for tax in self.taxes), ZERO)


def read_charges(order):
    """Shipping and fee of an order; nothing where the file has no column for them.

    :param order: :class:`~..reading.Reader` of the order's row
    :return: :class:`Charges`
    :raises PayloadError: for a negative one
    """
    shipping, fee = order.number("shipping_amount", ZERO), order.number("fee_amount", ZERO)
    if shipping < 0:
        order.fail("shipping_amount", "is negative")
    if fee < 0:
        order.fail("fee_amount", "is negative")
    return Charges(shipping, fee)


def read_amounts(items, order, total, charges):
    """:class:`LineAmounts` of each line; a discount on the order is spread over them."""
    amounts = [
        LineAmounts(*_amount(item, order, len(items) == 1, total, charges), _taxes(item, order))
        for item in items
    ]
    _spread(amounts, abs(order.number("discount", ZERO)))
    return amounts


def _amount(item, order, is_only, total, charges):
    """:return: tuple (amount before discount, discount)"""
    quantity, discount = item.number("quantity"), abs(item.number("discount", ZERO))
    if quantity < 0:
        item.fail("quantity", "is negative")
    if item.data.get("subtotal") is not None:
        return item.number("subtotal"), discount
    if item.data.get("unit_price") is not None:
        return tidy(item.number("unit_price") * quantity), discount
    if item.data.get("total") is not None:
        return tidy(item.number("total") + discount), discount
    if total is not None and is_only:
        # what the customer paid for the only article there is
        on_order = abs(order.number("discount", ZERO))
        return tidy(total - charges.whole + discount + on_order), discount
    item.fail("unit_price", "is missing, and so are the line's and the order's amount")


def _spread(amounts, discount):
    """Take a discount off the lines by their amount, exact to the cent; the largest one takes the rest."""
    whole = sum((line.net for line in amounts), ZERO)
    if not discount or whole <= 0:
        return
    left = discount
    for line in amounts:
        share = (discount * line.net / whole).quantize(CENT, ROUND_HALF_UP)
        line.discount += share
        left -= share
    max(amounts, key=lambda line: line.net).discount += left


def _taxes(item, order):
    """The taxes of a line: each percentage in the name of its tax, else its rate, else those of the order."""
    named = _named_taxes(item)
    if len(named) > 1:
        return named
    for reader in (item, order):
        if reader.data.get("tax_rate") is not None:
            rate = reader.number("tax_rate")
            if not 0 <= rate <= 100:
                reader.fail("tax_rate", "is not a tax rate in percent")
            return (TaxRate(rate),) if rate else ()
        if _named_taxes(reader):
            return _named_taxes(reader)
    return ()


def _named_taxes(reader):
    """As in "GST 5% + PST 7%"."""
    text = reader.text("tax_name", "")
    taxes, start = [], 0
    for found in _PER_CENT.finditer(text):
        name = text[start : found.start()].strip(_BETWEEN)
        taxes.append(TaxRate(Decimal(found[1].replace(",", ".")), name))
        start = found.end()
    # one tax needs no name to be told from others
    return tuple(taxes) if len(taxes) > 1 else tuple(TaxRate(tax.rate) for tax in taxes)


def is_included(order, amounts, charges, total):
    """Whether prices contain tax: as the file says, else whatever gives the order's total."""
    if order.data.get("price_includes_tax") is not None:
        return order.flag("price_includes_tax")
    goods = sum((line.net for line in amounts), ZERO) + charges.whole
    tax = order.number("tax_total", None) if order.data.get("tax_total") is not None else None
    if total is None or not (any(line.rate for line in amounts) or tax):
        return True
    if tax is None:
        highest = max(line.rate for line in amounts)
        tax = sum(
            (cents(line.net * line.rate / 100) for line in amounts),
            cents(charges.shipping * highest / 100) + cents(charges.fee * highest / 100),
        )
    return abs(total - goods) <= abs(total - goods - tax)


def derive_rate(order, amounts, charges, included):
    """Where the file names no rate but a tax: the one rate, to a tenth of a per cent, that gives this tax.

    An order with several rates is not guessed at: it keeps the nearest one, and its total will differ.
    """
    if any(line.rate for line in amounts) or order.data.get("tax_total") is None:
        return
    tax = order.number("tax_total")
    goods = sum((line.net for line in amounts), ZERO) + charges.whole
    net = goods - tax if included else goods
    if tax <= 0 or net <= 0:
        return
    rate = tidy((tax / net * 100).quantize(Decimal("0.1"), ROUND_HALF_UP))
    for line in amounts:
        line.taxes = (TaxRate(min(rate, Decimal(100))),)


def taxed(amount, taxes, included):
    """The tax of a line.

    :param Decimal amount: of the line, after discount
    :param taxes: its :class:`~..neutral.TaxRate` rows
    :param bool included: whether the amount includes them
    :return: tuple (tax, amount with tax)
    """
    rate = sum((tax.rate for tax in taxes), ZERO)
    if included:
        return cents(amount * rate / (100 + rate)), tidy(amount)
    tax = sum((cents(amount * one.rate / 100) for one in taxes), ZERO)
    return tax, tidy(amount + tax)


def cents(amount):
    """Rounded half up to two decimals, as invoices are."""
    return amount.quantize(CENT, ROUND_HALF_UP)
