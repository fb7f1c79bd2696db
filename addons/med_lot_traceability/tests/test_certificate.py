from datetime import timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .certificate_common import CertificateCommon


@tagged("post_install", "-at_install")
class TestCertificate(CertificateCommon):
    def test_state_follows_the_dates(self):
        cases = [(-1, "ended"), (0, "ends_30"), (30, "ends_30"), (31, "ends_60"), (60, "ends_60")]
        cases += [(61, "ends_90"), (90, "ends_90"), (91, "valid"), (None, "valid")]
        for days, state in cases:
            with self.subTest(days=days):
                self.assertEqual(self._create_certificate(days, number=str(days)).state, state)
        later = self._create_certificate(None, number="F", valid_from=self.today + timedelta(days=1))
        self.assertEqual(later.state, "not_yet")

    def test_number_is_unique_per_jurisdiction_and_kind(self):
        self._create_certificate(100)
        self._create_certificate(100, kind="filing")
        self._create_certificate(100, jurisdiction_id=self.eu.id)
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self._create_certificate(200)

    def test_it_cannot_end_before_it_begins(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self._create_certificate(1, valid_from=self.today + timedelta(days=2))

    def test_licence_needs_its_maker(self):
        with self.assertRefusal(ValidationError, "Say whose it is"):
            self._create_certificate(100, kind="production_licence")

    def test_form_takes_the_name_of_the_registrant(self):
        with Form(self.env["med.certificate"]) as form:
            form.number = "R1"
            form.jurisdiction_id = self.nmpa
            form.registrant_id = self.customer
        self.assertEqual(form.record.registrant_name, "Clinic")
        self.assertEqual(form.record.responsible_id, self.env.user)

    def test_each_warning_is_given_once(self):
        certificate = self._create_certificate(85)
        follower = self.env["res.partner"].create({"name": "Follower", "email": "f@example.com"})
        certificate.message_subscribe(follower.ids)
        warnings = []
        for days in (85, 84, 60, 59, 30, 0, -1, -2):
            certificate.valid_until = self.today + timedelta(days=days)
            certificate.warned_days = (
                warnings[-1][1] if warnings else 0
            )  # as if time had passed, not been edited
            before = certificate.message_ids
            certificate._cron_warn()
            new = (certificate.message_ids - before).filtered("notified_partner_ids")
            if new:
                warnings.append((days, certificate.warned_days))
                self.assertEqual(new.notified_partner_ids, follower)
                self.assertEqual(len(certificate.activity_ids), 1)
        self.assertEqual(warnings, [(85, 90), (60, 60), (30, 30), (-1, -1)])
        self.assertEqual(certificate.activity_ids.user_id, certificate.responsible_id)
        self.assertEqual(certificate.state, "ended")

    def test_a_new_end_starts_the_warnings_anew(self):
        certificate = self._create_certificate(20)
        certificate._cron_warn()
        self.assertEqual(certificate.warned_days, 30)
        certificate.valid_until = self.today + timedelta(days=400)
        certificate._cron_warn()
        self.assertEqual((certificate.warned_days, certificate.state), (0, "valid"))

    def test_roles(self):
        certificate = self._create_certificate(100)
        for role in ("purchaser", "quality_manager"):
            certificate.with_user(self._create_user(role)).scope = role
        for role in ("auditor", "warehouse", "inspector", "order_desk", "accountant"):
            as_role = certificate.with_user(self._create_user(role))
            self.assertEqual(as_role.number, "20240001")
            with self.assertRaises(AccessError):
                as_role.scope = "changed"

    def test_other_companies_do_not_see_it(self):
        other = self.env["res.company"].create({"name": "Other"})
        certificate = self._create_certificate(100, company_id=other.id)
        as_purchaser = self.env["med.certificate"].with_user(self._create_user("purchaser"))
        self.assertNotIn(certificate, as_purchaser.search([]))
        certificate.company_id = False
        self.assertIn(certificate, as_purchaser.search([]))
