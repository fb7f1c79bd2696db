"""Returns of a Shopify order. Pure functions."""

from ..aftersales import ReturnLine, ReturnRequest
from . import const
from .ids import number, number_of


def parse_returns(order):
    """:return: tuple of :class:`~..aftersales.ReturnRequest`"""
    return tuple(_return(row) for row in order.child("returns", {"nodes": []}).children("nodes", ()))


def _return(row):
    lines = row.child("returnLineItems", {}).children("nodes", ())
    others = row.child("exchangeLineItems", {}).children("nodes", ())
    notes = [row.child("decline", {}).text("note", "")]
    notes += [line.text(key, "") for line in lines for key in ("customerNote", "returnReasonNote")]
    return ReturnRequest(
        external_id=number_of(row),
        number=row.text("name", ""),
        status=row.choice("status", const.RETURN_STATUS),
        lines=tuple(_line(line) for line in lines if line.data.get("fulfillmentLineItem")),
        note="\n".join(dict.fromkeys(filter(None, notes))),
        created_at=row.instant("createdAt", None),
        in_exchange=bool(others),
        # Shopify puts them on the order when the return is processed
        exchange_pending=any(other.number("unprocessedQuantity", 0) > 0 for other in others),
    )


def _line(row):
    item = row.child("fulfillmentLineItem").child("lineItem")
    return ReturnLine(
        line_id=number(item.identifier("id")),
        quantity=row.number("quantity"),
        reason=row.child("returnReasonDefinition", {}).text("handle", ""),
        received=row.number("processedQuantity", 0),
    )
