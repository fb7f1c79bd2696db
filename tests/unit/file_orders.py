"""Orders as files tell them, and as the channel then reads them."""

from channels.file.mapping import parse_order
from engine.files.orders import group_orders
from engine.files.records import read_rows


def orders_of(content, spec):
    """The orders of a file, with what is wrong in its rows."""
    return group_orders(read_rows(content, spec)[1], spec)


def order_with(lines, **head):
    return parse_order(
        {
            "number": "1",
            "created_at": "2026-01-01T00:00:00+00:00",
            "currency": "EUR",
            "shipping_name": "Ann",
            "shipping_street": "Rd 1",
            **head,
            "lines": lines,
        }
    )


def line(**vals):
    return {"sku": "A", "name": "Thing", "quantity": "2", **vals}
