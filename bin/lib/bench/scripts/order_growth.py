"""Run by ``odoo shell`` after ``order_import.py``, on its database; see ``bench/order_import.py``.

The database ``BENCH_LARGE``, a copy of it, grows to ten times the orders. Then both take in the same orders
in turns: a machine that becomes slower or faster meanwhile does so for both.
"""
# ruff: noqa: F821 - ``env`` comes from the shell

import os
from statistics import median

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

from odoo.addons.med_ecom_connector.engine.payload import dumps

from bench._order_growth import grow
from bench._order_rounds import BATCH, place_orders, run_ours, shipped_orders

SMALL, LARGE = int(os.environ["BENCH_EXISTING"]), 10 * int(os.environ["BENCH_EXISTING"])
ORDERS, ROUNDS = 100, 6
RATE_KEPT = 0.9  # of the rate at 20,000 orders, when there are 200,000


def take_turns(small_env, large_env):
    """:return: list of ((seconds, queries) in the small one, the same in the large one)"""
    rounds = []
    for number in range(ROUNDS):
        pair = [small_env, large_env]
        # who comes second finds the processor warm: each does so as often
        in_turn = pair if number % 2 == 0 else pair[::-1]
        spent = {one: run_ours(one, place_orders(one, ORDERS, f"round{number}x")) for one in in_turn}
        rounds.append([spent[one] for one in pair])
    return rounds


with Registry(os.environ["BENCH_LARGE"]).cursor() as cr:
    large_env = api.Environment(cr, SUPERUSER_ID, {})
    grow(large_env, shipped_orders(large_env), SMALL // BATCH, LARGE // BATCH - 1)
    for one in (env, large_env):
        run_ours(one, place_orders(one, BATCH, "warm_again"))
    rounds = take_turns(env, large_env)
kept = [small[0] / large[0] for small, large in rounds]
print(
    "BENCH-RESULT "
    + dumps(
        {
            "existing_orders": [SMALL, LARGE],
            "orders_per_s": [round(ORDERS / median(pair[part][0] for pair in rounds), 2) for part in (0, 1)],
            "queries_per_order": [round(rounds[0][part][1] / ORDERS, 1) for part in (0, 1)],
            "rate_kept": round(median(kept), 3),
            "rate_kept_by_round": [round(one, 2) for one in kept],
            "goal": RATE_KEPT,
            "holds": median(kept) >= RATE_KEPT,
        }
    )
)
