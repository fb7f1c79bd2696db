"""What plug-ins of WooCommerce keep beside an order, each in its own way. Pure functions.

WooCommerce itself has no tax number, no gift cards and one currency; the names are those that the
plug-ins document.
"""

from decimal import Decimal

from ..aftersales import Payment
from ..money import tidy, to_decimal
from . import const


def texts(order):
    """:return: dict of the order's meta data that are texts"""
    rows = (row for row in order.children("meta_data", ()) if _is_text(row))
    return {row.text("key"): row.text("value") for row in rows}


def _is_text(row):
    return isinstance(row.data.get("key"), str) and isinstance(row.data.get("value"), str)


def vat(order):
    known = texts(order)
    return next((known[key] for key in const.VAT_KEYS if known.get(key)), "")


def cancel_reason(order):
    return texts(order).get(const.CANCEL_REASON_KEY, "")


def exchange_rate(order):
    """Units of the shop's own currency for one of the order's, or None where no plug-in says so."""
    known = texts(order)
    for key in const.FOREIGN_PER_OWN_KEYS:
        try:
            rate = to_decimal(known.get(key, ""))
        except ValueError:
            continue
        if rate > 0:
            return tidy(1 / rate)
    return None


def gift_cards(order):
    """Gift cards that paid a part of the order: its total has fallen by them, so they are added again.

    :return: tuple of :class:`~..aftersales.Payment`
    """
    currency, paid_at = order.text("currency").upper(), order.instant("date_created_gmt")
    cards = []
    for key in const.GIFT_CARD_LISTS:
        for row in order.children(key, ()):
            code = next(filter(None, (row.identifier(name, "") for name in ("code", "number", "id"))), "")
            amount = abs(row.number("amount"))
            if amount:
                cards.append(
                    Payment(
                        external_id=f"order-{order.identifier('id')}-card-{code or len(cards)}",
                        status="captured",
                        amount=amount,
                        currency=currency,
                        method="gift_card",
                        reference=code,
                        paid_at=paid_at,
                        is_gift_card=True,
                    )
                )
    return tuple(cards)


def total_of(payments):
    return sum((payment.amount for payment in payments), Decimal(0))
