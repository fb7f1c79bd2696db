"""What a shop tells of an order in the end, as plain data: the figures, without ids, names and times.

A real shop's are recorded in ``recordings``; its fake must tell the same.
"""

import json
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent / "recordings"
_EXACT = Decimal("0.0001")


def recorded(name):
    """:return: dict of a story's name to what the shop told; empty when nothing was recorded yet"""
    file = _file(name)
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def record(name, stories):
    """Add what was told to the recordings, or put it in the place of what they had."""
    known = {**recorded(name), **stories}
    _file(name).write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _file(name):
    return FOLDER / f"{name}.json"


def told(order):
    """:param order: :class:`channels.neutral.Order`"""
    skus = {line.external_id: line.sku for line in order.lines}
    return {
        "status": order.status,
        "payment_state": order.payment_state,
        "currency": order.currency,
        "total": _figure(order.total),
        "tax_total": _figure(order.tax_total),
        "refunded": _figure(order.refunded),
        "lines": sorted(f"{line.sku} {_line(line)}, fulfilled {line.fulfilled}" for line in order.lines),
        "shipping": sorted(_line(line) for line in order.shipping_lines if line.total),
        "payments": sorted(
            f"{one.status} {_figure(one.amount)} {one.method}{' on delivery' if one.on_delivery else ''}"
            for one in order.payments
        ),
        "refunds": sorted(_figure(one.amount) for one in order.refunds),
        "returns": sorted(
            f"{one.status}: {row.quantity} {skus[row.line_id]} {row.reason}, got {row.received}"
            for one in order.returns
            for row in one.lines
        ),
    }


def _line(line):
    taxes = "+".join(sorted(str(tax.rate) for tax in line.taxes)) or "0"
    inclusive = " with tax" if line.price_includes_tax else ""
    amounts = f"{_figure(line.subtotal)} - {_figure(line.discount)}{inclusive} = {_figure(line.total)}"
    of_it = f"of it {taxes} % tax {_figure(line.tax_amount)}"
    return f"{line.quantity} x {_figure(line.unit_price)}: {amounts}, {of_it}"


def _figure(amount):
    return f"{amount.quantize(_EXACT).normalize():f}"
