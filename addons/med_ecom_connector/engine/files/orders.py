"""Rows of order lines grouped into orders, as plain JSON that the file channel reads."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from .records import is_of_order
from .spec import CellError, ValueProblem
from .values import read_value

ORDER_LEVEL = "order"


@dataclass
class FileOrder:
    """An order of a file. ``head`` and ``lines`` are plain JSON; ``head`` may be empty in a file of items."""

    number: str
    head: dict
    lines: list
    rows: list = field(default_factory=list)

    @property
    def is_bad(self):
        """Whether something is wrong with one of its rows; it is loaded whole or not at all."""
        return any(row.errors for row in self.rows)


def group_orders(rows, layout):
    """Group rows by order number, in the order of the file; what contradicts is noted on its row.

    :param rows: list of :class:`~.spec.ReadRow`
    :return: list of :class:`FileOrder`; rows without a number are orders of their own, and bad
    """
    orders = {}
    for row in rows:
        number = row.values.get("order.number")
        key = ("number", number) if number else ("row", row.number)
        order = orders.setdefault(key, FileOrder(number or "", {}, []))
        order.rows.append(row)
        _take_head(order, row)
        _take_line(order, row)
    has_lines = any(column.field.object == "order_line" for column in layout.columns)
    for order in orders.values():
        _take_defaults(order, layout)
        _check(order, layout, has_lines)
    return list(orders.values())


def layout_part(layout):
    """What a layout tells of an order: "whole", "head" (no lines) or "lines" (no names)."""
    named = {column.field.code for column in layout.columns if column.name}
    has_lines = bool(named & {"order_line.sku", "order_line.name"})
    if not has_lines:
        return "head"
    return "whole" if named & {"order.created_at", "order.shipping_name"} else "lines"


def _take_head(order, row):
    """The first value of each field of the order stands; another one in a later row is an error there."""
    for name, value in _values_of(row, ORDER_LEVEL).items():
        known = order.head.setdefault(name, value)
        if known != value:
            column = row.positions.get(f"{ORDER_LEVEL}.{name}")
            row.errors.append(CellError(column, "differs", {"first": str(known), "value": str(value)}))


def _take_line(order, row):
    """A line that comes twice under its own number is one: some exports repeat rows where pages meet."""
    line = _values_of(row, "order_line")
    if not line:
        return
    known = next((one for one in order.lines if line.get("line_id") == one.get("line_id") is not None), None)
    if known is None:
        order.lines.append(line)
    elif known != line:
        column = row.positions.get("order_line.line_id")
        row.errors.append(CellError(column, "line_twice", {"value": str(line["line_id"])}))


def _take_defaults(order, layout):
    """What stands for an empty cell, where no row of the order has filled it."""
    for column in layout.columns:
        name = column.field.name
        if column.default and is_of_order(column.field) and name not in order.head:
            try:
                order.head[name] = plain(read_value("", column, layout))
            except ValueProblem as problem:
                first = order.rows[0]
                place = first.positions.get(column.field.code)
                first.errors.append(CellError(place, problem.code, problem.params))


def _values_of(row, name):
    prefix = f"{name}."
    return {
        code.removeprefix(prefix): plain(value)
        for code, value in row.values.items()
        if code.startswith(prefix)
    }


def _check(order, layout, has_lines):
    first = order.rows[0]
    bad = {error.code for row in order.rows for error in row.errors}
    for column in layout.columns:
        code = column.field
        needed = column.required or code.required
        if code.object == ORDER_LEVEL and needed and code.name not in order.head and not bad:
            first.errors.append(
                CellError(first.positions.get(code.code), "required", {"column": column.name or code.code})
            )
    if has_lines and not order.lines and not bad:
        first.errors.append(CellError(None, "no_lines", {"number": order.number}))


def plain(value):
    """A value as it stands in JSON: amounts and instants as texts."""
    if isinstance(value, bool) or not isinstance(value, (Decimal, date, datetime)):
        return value
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value.isoformat()
