"""Paths for plain tests: the add-on's Odoo-free code and its fake shops."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[2]
for part in ("addons/med_ecom_connector", "addons/med_ecom_connector/tests", "addons/med_lot_traceability"):
    if str(ROOT / part) not in sys.path:
        sys.path.insert(0, str(ROOT / part))

from channel_kit import FAKES, connect, open_shop

# A busy machine is no reason to fail.
settings.register_profile("medsuite", deadline=None)
settings.load_profile("medsuite")


@pytest.fixture(params=sorted(FAKES))
def shop(request):
    """Each of the fake shops in turn."""
    with open_shop(request.param) as fake:
        yield fake


@pytest.fixture
def channel(shop):
    return connect(shop)
