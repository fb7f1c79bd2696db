"""Run the Odoo tests that need a real shop: a copy of the furnished one, which ends with them."""

from __future__ import annotations

import os

import databases
import odoo_tests
import paths
import shop_seed
from outcome import Outcome
from shop_api import Admin
from shop_server import MedusaShop

TAG = "med_live"


def tags_of_live() -> str:
    return ",".join(f"{TAG}/{module}" for module in paths.our_modules())


def run(tags: str) -> Outcome:
    """Run the tests that match the tags; the environment tells them where the shop is.

    :param tags: as for Odoo's --test-tags, each naming :data:`TAG`, since these tests are not standard ones
    """
    database = shop_seed.seeded_database(f"shop_live_{os.getpid()}")
    try:
        with MedusaShop(database, log=paths.LOGS / "shop-live.log") as shop:
            return odoo_tests.run(tags, "live", environment=environment(shop))
    finally:
        databases.drop(database)


def environment(shop: MedusaShop) -> dict[str, str]:
    """Address and keys of a running shop, as ``tests/live/medusa.py`` reads them."""
    keys = Admin(shop.url).store()["metadata"]
    return {
        "MEDUSA_URL": shop.url,
        "MEDUSA_SECRET_KEY": keys["secret_key"],
        "MEDUSA_PUBLISHABLE_KEY": keys["publishable_key"],
    }
