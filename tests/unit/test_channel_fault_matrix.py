"""Each call of each channel, failing in each way: repeated as the engine does, the end is the same.

A fault-free run of an operation tells which requests it makes. Then each of them in turn fails, once, in
one of the ways; whoever gets a retryable error tries again, as the engine does after a while. What
the shop knows afterwards, and what was read from it, must equal the fault-free run.
"""

from functools import cache

import pytest
from channel_kit import FAKES, connect
from fault_operations import OPERATIONS, can, seed

from channels.errors import RetryableError

#: fault of the fake shop, and what it stands for
KINDS = {
    "timeout": "time-out before",
    "timeout_after": "time-out after effect",
    "throttle": "429",
    "status": "500",
    "html": "malformed",
    "truncate": "cut off",
    "short_page": "truncated page",
    "duplicate": "duplicate rows",
    "reorder": "reordered rows",
}


#: those that need a list to tamper with
OF_PAGES = ("short_page", "duplicate", "reorder")


TRIES = 5


CASES = [(code, operation) for code in sorted(FAKES) for operation in OPERATIONS if can(code, operation)]


@cache
def fault_free(code, operation):
    """What comes of it without faults, and which requests were made for it."""
    shop = seed(code, operation)
    try:
        seen = operation(shop, connect(shop))
        return seen, [(shop.describe(request), request.has_rows) for request in shop.requests[: shop.done]]
    finally:
        shop.stop()


def run_with_fault(code, operation, kind, index):
    shop = seed(code, operation)
    try:
        if kind == "throttle":
            shop.fail_next("status", status=429, headers={"Retry-After": "1"}, skip=index)
        else:
            shop.fail_next(kind, skip=index)
        for _attempt in range(TRIES):
            try:
                return operation(shop, connect(shop))
            except RetryableError:
                continue
        raise AssertionError("it never heals")
    finally:
        shop.stop()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("code", "operation"), CASES, ids=[f"{code}-{operation.__name__}" for code, operation in CASES]
)
def test_end_state(code, operation, kind):
    expected, requests = fault_free(code, operation)
    assert requests
    for index, (request, has_rows) in enumerate(requests):
        if kind in OF_PAGES and not has_rows:
            continue
        assert run_with_fault(code, operation, kind, index) == expected, (request, KINDS[kind])
