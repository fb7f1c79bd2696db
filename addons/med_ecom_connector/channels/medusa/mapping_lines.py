"""Medusa's order lines and shipping methods as they were ordered, whatever came back since."""

from decimal import Decimal

from ..money import tidy
from ..neutral import OrderLine, TaxRate
from . import const
from .catalog import full_name

ZERO = Decimal(0)


class Line:
    """An order line or shipping method with the amounts that were ordered."""

    def __init__(self, row, price, quantity):
        self.row, self.price, self.quantity = row, price, quantity
        if quantity < 0:
            row.fail("quantity", "is negative")
        self.inclusive = row.flag("is_tax_inclusive", False)
        self.rates = [_tax_rate(tax) for tax in row.children("tax_lines", ())]
        self._read_totals()

    def _read_totals(self):
        # Amounts of the shop are for what is left after returns; scale them up again.
        current = self.quantity - self._returned()
        shown = {key: self.row.number(key) for key in const.LINE_TOTALS}
        if current == self.quantity:
            ordered = shown
        elif current > 0:
            ordered = {key: value * self.quantity / current for key, value in shown.items()}
        else:
            ordered = self._computed_totals()
        self.total, self.tax = tidy(ordered["total"]), tidy(ordered["tax_total"])
        self.returned_total = ordered["total"] - shown["total"]
        self.returned_tax = ordered["tax_total"] - shown["tax_total"]
        original, discounted = ordered["original_total"], ordered["total"]
        if not self.inclusive:
            original -= ordered["original_tax_total"]
            discounted -= ordered["tax_total"]
        self.subtotal, self.discount = tidy(original), tidy(original - discounted)

    def _returned(self):
        detail = self.row.child("detail", {})
        returned = sum(detail.number(f"return_{key}_quantity", 0) for key in ("received", "dismissed"))
        if not 0 <= returned <= self.quantity:
            detail.fail("return_received_quantity", "is more than was ordered")
        return returned

    def _computed_totals(self):
        """A line that came back completely: the shop shows zeros, so compute as the shop did."""
        factor = 1 + sum((rate.rate for rate in self.rates), ZERO) / 100
        if factor <= 0:
            self.row.fail("tax_lines", "the rates are absurd")
        net = self.price * self.quantity / (factor if self.inclusive else 1)
        off = ZERO
        for adjustment in self.row.children("adjustments", ()):
            inclusive = adjustment.flag("is_tax_inclusive", False)
            off += adjustment.number("amount") / (factor if inclusive else 1)
        return {
            "total": (net - off) * factor,
            "tax_total": (net - off) * (factor - 1),
            "original_total": net * factor,
            "original_tax_total": net * (factor - 1),
        }

    def give(self):
        """The customer pays nothing for it, whatever the shop's price is."""
        self.discount, self.total, self.tax = self.subtotal, ZERO, ZERO

    def item(self):
        """:return: :class:`~..neutral.OrderLine` of an article"""
        row, variant = self.row, self.row.child("variant", {})
        return OrderLine(
            name=full_name(row.text("title", ""), row.text("subtitle", "")),
            sku=row.text("variant_sku", "") or variant.text("sku", ""),
            variant_id=row.identifier("variant_id", "") or variant.identifier("id", ""),
            requires_shipping=row.flag("requires_shipping", True),
            fulfilled=row.child("detail", {}).number("fulfilled_quantity", 0),
            **self._amounts(),
        )

    def shipping(self):
        """:return: :class:`~..neutral.OrderLine` of a shipping method"""
        return OrderLine(name=self.row.text("name", ""), **self._amounts())

    def _amounts(self):
        return {
            "external_id": self.row.identifier("id"),
            "quantity": self.quantity,
            "unit_price": self.price,
            "subtotal": self.subtotal,
            "discount": self.discount,
            "total": self.total,
            "tax_amount": self.tax,
            "taxes": tuple(self.rates),
            "price_includes_tax": self.inclusive,
        }


def _tax_rate(tax):
    return TaxRate(rate=tax.tax_rate("rate"), name=tax.text("description", "") or tax.text("code", ""))
