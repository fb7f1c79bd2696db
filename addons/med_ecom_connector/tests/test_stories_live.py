"""The life stories of ``stories.py``, played in a real Medusa shop. ``bin/test live`` starts one."""

import os
import unittest
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from odoo.tests import tagged

from . import told
from .live import medusa
from .test_stories import TestStoriesMedusa

OVERLAP = "odoo.addons.med_ecom_connector.models.ecom_store_sync.OVERLAP"


@tagged("med_live", "-standard")
class TestStoriesMedusaLive(TestStoriesMedusa):
    FAKE = medusa.LiveMedusa

    @classmethod
    def setUpClass(cls):
        if not medusa.is_running():
            raise unittest.SkipTest("no shop is running: bin/test live starts one")
        super().setUpClass()
        # the shop keeps the orders of the stories before: none of them is to come along
        cls.startClassPatcher(patch(OVERLAP, timedelta(0)))

    def _create_store(self, **vals):
        return super()._create_store(import_since=datetime.now(UTC).replace(tzinfo=None), **vals)

    def check_recorded(self, story):
        """What a shop of this version tells, its fake must tell; MED_RECORD=1 takes it down anew."""
        if os.environ.get("MED_RECORD"):
            told.record("medusa", {story.name: told.told(self.their_order())})
        super().check_recorded(story)
