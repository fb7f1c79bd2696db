"""By what to see which part of an order the shop changed since we last took it in."""

import hashlib
from decimal import Decimal

_STEP = Decimal("0.0001")


def order_marks(order):
    """A short digest for each part of an order that can be edited in the shop.

    Digests, not the data: they tell *that* an address changed without keeping a second copy of it.

    :param order: :class:`~..channels.neutral.Order`
    :return: dict of part ("lines", "billing", "shipping", "contact") to digest
    """
    return {
        "lines": _mark(order.currency, _text(order.total), *map(_line, _every_line(order))),
        "billing": _mark(*_place(order.billing)),
        "shipping": _mark(*_place(order.shipping)),
        "contact": _mark(order.customer.email, order.customer.phone, order.shipping.phone),
    }


def _every_line(order):
    return sorted((*order.lines, *order.fee_lines, *order.shipping_lines), key=lambda line: line.external_id)


def _line(line):
    amounts = (line.quantity, line.subtotal, line.discount, line.total)
    taxes = ",".join(sorted(f"{_text(tax.rate)}:{tax.name}" for tax in line.taxes))
    return "|".join((line.external_id, line.sku, line.variant_id, taxes, *map(_text, amounts)))


def _place(address):
    return (
        address.name,
        address.company,
        address.street,
        address.street2,
        address.city,
        address.zip,
        address.state,
        address.country_code,
    )


def _text(number):
    return str(number.quantize(_STEP))


def _mark(*parts):
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
