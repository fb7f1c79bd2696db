from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .certificate_common import CertificateCommon


@tagged("post_install", "-at_install")
class TestJurisdiction(CertificateCommon):
    def test_new_companies_follow_the_rules_of_their_country(self):
        china = self.env["res.company"].create({"name": "Shanghai", "country_id": self.env.ref("base.cn").id})
        self.assertEqual(china.jurisdiction_ids, self.nmpa)
        france = self.env["res.company"].create({"name": "Lyon", "country_id": self.env.ref("base.fr").id})
        self.assertEqual(france.jurisdiction_ids, self.eu)
        later = self.env["res.company"].create({"name": "Somewhere"})
        later.country_id = self.env.ref("base.cn")
        self.assertEqual(later.jurisdiction_ids, self.nmpa)
        later.country_id = self.env.ref("base.fr")
        self.assertEqual(later.jurisdiction_ids, self.nmpa, "what was set stays")

    def test_changes_of_rules_are_told_in_the_chatter(self):
        manager = self._create_user("quality_manager")
        rule = self.nmpa.clock_ids.filtered(lambda clock: clock.event == "death").with_user(manager)
        rule.duration = 5
        self.assertIn("Duration 7", self.nmpa.message_ids[:1].body)
        self.assertIn("Duration 5", self.nmpa.message_ids[:1].body)
        rule.unlink()
        self.assertIn("Removed: Adverse event: death", self.nmpa.message_ids[:1].body)
        tracked = self.nmpa.with_user(manager).with_context(tracking_disable=False, mail_notrack=False)
        tracked.retention_months = 36
        self.env.flush_all()
        self.cr.flush()
        self.assertEqual(self.nmpa.message_ids[:1].tracking_value_ids.new_value_integer, 36)

    def test_only_quality_edits_rules(self):
        for role in ("purchaser", "auditor", "inspector"):
            with self.assertRaises(AccessError):
                self.nmpa.with_user(self._create_user(role)).retention_months = 1

    def test_sources_are_only_those_we_hold(self):
        confirmed = {"NMPA Decree 54 art. 32", "GSP 2014 art. 38", "EU MDR art. 25", False}
        found = set()
        for model in ("requirement", "certificate", "clock"):
            found |= set(self.env[f"med.jurisdiction.{model}"].search([]).mapped("citation"))
        found |= set(self.env["med.jurisdiction"].search([]).mapped("retention_citation"))
        self.assertLessEqual(found, confirmed)

    def test_company_day_is_its_own(self):
        noon = datetime(2026, 11, 27, 12, 0)
        for zone, day in (
            ("Pacific/Kiritimati", date(2026, 11, 28)),  # UTC+14
            ("UTC", date(2026, 11, 27)),
            ("Pacific/Niue", date(2026, 11, 27)),  # UTC-11
        ):
            self.env.company.partner_id.tz = zone
            with freeze_time(noon):
                self.assertEqual(self.env.company._get_today(), day, zone)
        with freeze_time(datetime(2026, 11, 27, 10, 30)):  # yesterday there still
            self.assertEqual(self.env.company._get_today(), date(2026, 11, 26))
