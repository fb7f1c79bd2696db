"""From a shop's line amounts to Odoo's quantity, unit price and discount percentage."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

HUNDRED = Decimal(100)
PERCENT_STEP = Decimal("0.01")


def line_price(quantity, subtotal, discount, decimals=2):
    """Unit price and discount per cent that give exactly the shop's discounted line amount.

    A percentage is used only when it reproduces the amount to the last decimal, since Odoo
    keeps two decimals of it; otherwise the discount goes into the unit price.

    :param Decimal quantity: not zero
    :param Decimal subtotal: line amount before discount
    :param Decimal discount: amount taken off the whole line, positive
    :param int decimals: decimal places of the currency
    :return: tuple (unit price, discount per cent) of Decimals
    """
    unit_price = subtotal / quantity
    if not discount:
        return unit_price, Decimal(0)
    target = round_to(subtotal - discount, decimals)
    try:
        percent = (discount / subtotal * HUNDRED).quantize(PERCENT_STEP, ROUND_HALF_UP)
    except (InvalidOperation, ZeroDivisionError):
        percent = None
    if percent is not None and round_to(subtotal * (HUNDRED - percent) / HUNDRED, decimals) == target:
        return unit_price, percent
    return (subtotal - discount) / quantity, Decimal(0)


def round_to(amount, decimals):
    """Commercial rounding to the currency's decimals."""
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
