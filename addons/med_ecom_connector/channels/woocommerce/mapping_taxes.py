"""Taxes of WooCommerce's orders. Pure functions."""

from decimal import Decimal

from ..money import tidy
from ..neutral import TaxRate
from .wording import plain

_HALF_CENT = Decimal("0.005")
_LISTS = ("line_items", "shipping_lines", "fee_lines")


def tax_rates(order):
    """Rates of the order by the shop's rate id; lines name only the id and the amount."""
    rates = {}
    for row in order.children("tax_lines", ()):
        rate_id = row.identifier("rate_id")
        known = row.data.get("rate_percent") is not None
        rate = row.tax_rate("rate_percent", None if known else _rate_of_amounts(order, rate_id))
        rates[rate_id] = TaxRate(rate=rate, name=plain(row.text("label", "") or row.text("rate_code", "")))
    return rates


def line_taxes(row, rates):
    """The rates that apply to a line."""
    taxes = []
    for tax in _applied(row):
        tax_id = tax.identifier("id")
        if tax_id not in rates:
            tax.fail("id", "names no tax of the order")
        taxes.append(rates[tax_id])
    return tuple(taxes)


def _applied(row):
    """The shop lists rates that do not apply to the line with an empty amount."""
    return [tax for tax in row.children("taxes", ()) if tax.data.get("total") not in ("", None)]


def _rate_of_amounts(order, rate_id):
    """A percentage that the shop does not name: orders of plug-ins, and old ones, come without.

    :return: the one with the fewest decimals that gives the tax, but for rounding of each line
    """
    pairs = [
        (row.number("total"), tax.number("total"))
        for key in _LISTS
        for row in order.children(key, ())
        for tax in _applied(row)
        if tax.identifier("id") == rate_id
    ]
    net, amount = sum(one for one, _tax in pairs), sum(tax for _net, tax in pairs)
    if not net:
        return Decimal(0)
    exact = 100 * amount / net
    for decimals in range(4):
        rate = round(exact, decimals)
        if abs(net * rate / 100 - amount) <= _HALF_CENT * len(pairs):
            return tidy(rate)
    return tidy(round(exact, 4))
