"""Shopify's orders to neutral dataclasses. Pure functions.

All amounts are those of the customer's currency, since that is what was agreed and paid. Line amounts
include units that were refunded, which is right: we want what was ordered. They also include units that
an edit took off the order; those are taken out here.
"""

from decimal import Decimal

from ..money import tidy
from ..neutral import Order, OrderLine, RawOrder, TaxRate
from ..reading import Reader, clean_text, in_fixed_order
from . import const
from .ids import number, number_of
from .mapping_money import exchange_rate, money, parse_payments, parse_refunds
from .mapping_people import parse_addresses, parse_customer, parse_note
from .mapping_returns import parse_returns
from .pages import nodes_of

ZERO = Decimal(0)


def raw_order(payload):
    """What paging needs of an order."""
    order = Reader(payload)
    ordered = in_fixed_order(payload)
    # ids end with numbers, which grow; as texts 1000 would come before 999
    order.child("lineItems").children("nodes")
    ordered["lineItems"]["nodes"].sort(key=lambda row: (len(str(row.get("id"))), str(row.get("id"))))
    return RawOrder(
        external_id=number_of(order),
        number=order.text("name"),
        modified_at=order.instant("updatedAt"),
        payload=ordered,
    )


def parse_order(payload):
    """Read an order as ``orders.fetch`` puts it together.

    :return: :class:`~..neutral.Order`
    :raises PayloadError: naming the field at fault
    """
    order = Reader(payload)
    refunds = parse_refunds(order)
    rows = [_Line(row, order) for row in order.child("lineItems").children("nodes")]
    lines = tuple(row.parse() for row in rows if not row.is_gone)
    total = money(order, "totalPriceSet") - sum((row.removed_total for row in rows), ZERO)
    billing, shipping = parse_addresses(order)
    return Order(
        external_id=number_of(order),
        number=order.text("name"),
        status=_status(order),
        payment_state=order.choice("displayFinancialStatus", const.PAYMENT_STATE, "PENDING"),
        payment_method=next(iter(_texts(order, "paymentGatewayNames")), ""),
        currency=order.text("presentmentCurrencyCode"),
        created_at=order.instant("createdAt"),
        modified_at=order.instant("updatedAt"),
        customer=parse_customer(order, billing),
        billing=billing,
        shipping=shipping,
        lines=lines,
        shipping_lines=tuple(_shipping_line(row, order) for row in nodes_of(order, "shippingLines")),
        fee_lines=tuple(_fees(order)),
        total=tidy(total),
        tax_total=tidy(money(order, "totalTaxSet") - sum((row.removed_tax for row in rows), ZERO)),
        discount_codes=_texts(order, "discountCodes"),
        note=parse_note(order),
        refunded=money(order, "totalRefundedSet"),
        payments=parse_payments(order),
        refunds=refunds,
        returns=parse_returns(order),
        cancel_reason=order.text("cancelReason", "").lower(),
        exchange_rate=exchange_rate(order),
    )


def _texts(order, key):
    rows = order.data.get(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, str) for row in rows):
        order.fail(key, "is not a list of texts")
    return tuple(clean_text(row) for row in rows)


def _status(order):
    if order.instant("cancelledAt", None):
        return "cancelled"
    done = order.text("displayFulfillmentStatus") == "FULFILLED" or order.flag("closed", False)
    return "completed" if done else "open"


class _Line:
    """An order line, and what an edit took off it."""

    def __init__(self, row, order):
        self.row = row
        self.inclusive = order.flag("taxesIncluded")
        given_back, self.restocked = _units_given_back(order, row.identifier("id"))
        given_back += _units_returned(order, row.identifier("id"))
        listed, current = row.number("quantity"), row.number("currentQuantity")
        if listed < 0 or current < 0:
            row.fail("quantity", "is negative")
        edited = order.flag("edited", False) and not order.data.get("cancelledAt")
        self.quantity = min(listed, current + given_back) if edited else listed
        #: an edit took the whole line off the order
        self.is_gone = edited and listed > 0 and not self.quantity
        self._read_amounts(listed)

    def _read_amounts(self, listed):
        part = self.quantity / listed if listed else ZERO
        subtotal = money(self.row, "originalTotalSet")
        allocations = self.row.children("discountAllocations", ())
        discount = sum((money(entry, "allocatedAmountSet") for entry in allocations), ZERO)
        tax = _tax_sum(self.row)
        total = subtotal - discount + (0 if self.inclusive else tax)
        self.subtotal, self.discount, self.tax = (
            tidy(subtotal * part),
            tidy(discount * part),
            tidy(tax * part),
        )
        self.total = tidy(total * part)
        self.removed_total, self.removed_tax = total - self.total, tax - self.tax

    def parse(self):
        row = self.row
        variant = row.data.get("variant")
        left = row.number("unfulfilledQuantity", 0)
        return OrderLine(
            external_id=number_of(row),
            name=row.text("name", ""),
            quantity=self.quantity,
            unit_price=money(row, "originalUnitPriceSet"),
            subtotal=self.subtotal,
            discount=self.discount,
            total=self.total,
            tax_amount=self.tax,
            taxes=_taxes(row),
            price_includes_tax=self.inclusive,
            sku=row.text("sku", ""),
            variant_id=number(variant["id"]) if isinstance(variant, dict) and variant.get("id") else "",
            requires_shipping=row.flag("requiresShipping", True),
            fulfilled=max(ZERO, self.quantity - left - self.restocked),
        )


def _units_given_back(order, line_id):
    """Units of a line in refunds that gave money back, and units taken off before they were shipped."""
    refunded = unshipped = ZERO
    for refund in order.children("refunds", ()):
        paid = money(refund, "totalRefundedSet") > 0
        for line in nodes_of(refund, "refundLineItems"):
            if line.child("lineItem").identifier("id") == line_id and paid:
                refunded += line.number("quantity")
                unshipped += line.number("quantity") if line.text("restockType", "") == "CANCEL" else 0
    return refunded, unshipped


def _units_returned(order, line_id):
    """Units of a line that came back, and that no refund is for: no edit took those off either."""
    return sum(
        (
            line.number("processedQuantity", 0) - line.number("refundedQuantity", 0)
            for one in nodes_of(order, "returns")
            for line in nodes_of(one, "returnLineItems")
            if line.data.get("fulfillmentLineItem")
            and line.child("fulfillmentLineItem").child("lineItem").identifier("id") == line_id
        ),
        ZERO,
    )


def _taxes(row):
    return tuple(
        TaxRate(rate=tax.tax_rate("ratePercentage", 0), name=tax.text("title", ""))
        for tax in row.children("taxLines", ())
    )


def _tax_sum(row):
    return sum((money(tax, "priceSet") for tax in row.children("taxLines", ())), ZERO)


def _charge(external_id, name, price, off, row, inclusive):
    tax = _tax_sum(row)
    return OrderLine(
        external_id=external_id,
        name=name,
        quantity=Decimal(1),
        unit_price=price,
        subtotal=price,
        discount=tidy(off),
        total=tidy(price - off + (0 if inclusive else tax)),
        tax_amount=tax,
        taxes=_taxes(row),
        price_includes_tax=inclusive,
        requires_shipping=False,
    )


def _shipping_line(row, order):
    price = money(row, "originalPriceSet")
    return _charge(
        number_of(row, "shipping"),
        row.text("title", ""),
        price,
        price - money(row, "discountedPriceSet"),
        row,
        order.flag("taxesIncluded"),
    )


def _fees(order):
    """Additional fees, and the duties that the shop collects for an import."""
    for row in order.children("additionalFees", ()):
        yield _charge(number_of(row), row.text("name", ""), money(row, "price"), ZERO, row, False)
    for line in nodes_of(order, "lineItems"):
        for row in line.children("duties", ()):
            name = f"Duties: {line.text('name', '')}"
            yield _charge(number_of(row), name, money(row, "price"), ZERO, row, False)
