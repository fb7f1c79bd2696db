"""The demo company's last twelve months, by the steps people take, each on its own day. Runs in Odoo."""

from __future__ import annotations

from datetime import datetime, timedelta

from freezegun import freeze_time

import demo_year_plan as plan
from demo_year_steps import Steps

#: Days from an order to its delivery; days after which a rejected lot goes back.
DELIVERY_DAYS = 2
SUPPLIER_RETURN_DAYS = 10


def play(env, warehouses: dict) -> None:
    """Let the year happen.

    One frozen clock is moved from event to event: to freeze it anew each time takes half a second.

    :param env: Odoo environment of the superuser, in which the products exist and have no stock yet
    :param warehouses: stock.warehouse by code
    """
    today = datetime.now().replace(hour=9, minute=0, second=0, microsecond=0)
    with freeze_time(today - timedelta(days=plan.BEGINNING)) as clock:
        steps = Steps(env, warehouses)
        for number, (days, step, arguments) in enumerate(sorted(_events(), key=lambda event: -event[0])):
            clock.move_to(today - timedelta(days=days) + timedelta(minutes=number))
            getattr(steps, step)(*arguments)
            env.flush_all()
    # What was computed with "now" in the past isn't true any more.
    env.invalidate_all()


def _events():
    """Days ago, step, arguments."""
    yield plan.BEGINNING, "divide", ("SZX",)
    for receipt in plan.RECEIPTS:
        yield receipt.days, "receive", (receipt,)
        if receipt.inspected is not None:
            yield receipt.days - receipt.inspected, "inspect", (receipt,)
            yield receipt.days - receipt.inspected, "store", (receipt,)
        for _sku, lot, quantity, _months in receipt.goods:
            if lot in plan.REJECTED:
                yield receipt.days - SUPPLIER_RETURN_DAYS, "return_to_supplier", (lot, quantity)
    for sale in plan.SALES:
        yield sale.days, "sell", (sale,)
        yield sale.days - DELIVERY_DAYS, "deliver", (sale,)
    yield from plan.INCIDENTS
