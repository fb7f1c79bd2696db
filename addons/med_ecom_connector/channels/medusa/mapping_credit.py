"""Gift cards and the exchange rate of Medusa's orders. Pure functions.

Medusa takes a gift card off an order by a credit line, as it does refunds; only the line's
``reference`` tells them apart.
"""

import re

from ..aftersales import Payment
from ..money import to_decimal
from . import const

_WORDS = re.compile(r"[a-z]+")


def gift_cards(order):
    """Gift cards and store credit that paid a part of the order.

    :return: tuple of :class:`~..aftersales.Payment`
    """
    currency, placed_at = order.text("currency_code").upper(), order.instant("created_at")
    return tuple(
        Payment(
            external_id=row.identifier("id"),
            status="captured",
            amount=row.number("amount"),
            currency=currency,
            method=row.text("reference"),
            reference=row.identifier("reference_id", "") or row.identifier("id"),
            paid_at=row.instant("created_at", None) or placed_at,
            is_gift_card=True,
        )
        for row in order.children("credit_lines", ())
        if _is_gift_card(row) and row.number("amount") > 0
    )


def _is_gift_card(row):
    words = _WORDS.findall(row.text("reference", "").lower())
    return bool({"gift", "giftcard"} & set(words)) or words[:2] == ["store", "credit"]


def exchange_rate(order):
    """Units of the shop's own currency for one of the order's; known only if the shop noted it."""
    value = order.child("metadata", {}).data.get(const.EXCHANGE_RATE_KEY)
    try:
        rate = to_decimal(value)
    except ValueError:
        return None
    return rate if rate > 0 else None
