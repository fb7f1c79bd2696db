"""Paths for plain tests: the add-on's Odoo-free code and its fake shops."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[2]
for part in ("addons/med_ecom_connector", "addons/med_ecom_connector/tests", "addons/med_lot_traceability"):
    if str(ROOT / part) not in sys.path:
        sys.path.insert(0, str(ROOT / part))

from channel_kit import FAKES, connect, open_shop

# Neither a busy machine nor the draw of the day is a reason to fail: the same examples in each run. Whoever
# looks for mistakes draws others, and more of them: pytest --hypothesis-profile=search tests/unit
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("medsuite", PATIENT, derandomize=True, database=None)
settings.register_profile("search", PATIENT, max_examples=2000)
settings.load_profile("medsuite")


@pytest.fixture(params=sorted(FAKES))
def shop(request):
    """Each of the fake shops in turn."""
    with open_shop(request.param) as fake:
        yield fake


@pytest.fixture
def channel(shop):
    return connect(shop)
