from datetime import date, datetime, timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import MedCommon


@tagged("post_install", "-at_install")
class CertificateCommon(MedCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.env.company._get_today()
        cls.nmpa = cls.env.ref("med_lot_traceability.jurisdiction_nmpa")
        cls.eu = cls.env.ref("med_lot_traceability.jurisdiction_eu")
        cls.maker = cls.env["res.partner"].create({"name": "Pump Works", "is_maker": True})
        cls.device.write({"maker_id": cls.maker.id, "jurisdiction_ids": [Command.set(cls.nmpa.ids)]})

    @classmethod
    def _create_certificate(cls, days, number="20240001", **values):
        """A registration of the device that ends in ``days`` (None: never)."""
        vals = {
            "number": number,
            "kind": "registration",
            "jurisdiction_id": cls.nmpa.id,
            "valid_until": days is not None and cls.today + timedelta(days=days),
            **values,
        }
        if vals["kind"] not in ("production_licence", "business_licence"):
            vals.setdefault("product_tmpl_ids", [Command.set(cls.device.product_tmpl_id.ids)])
        return cls.env["med.certificate"].create(vals)

    @classmethod
    def _create_sale(cls, product=None):
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [
                    Command.create({"product_id": (product or cls.device).id, "product_uom_qty": 2})
                ],
            }
        )

    @classmethod
    def _create_purchase(cls, product=None):
        return cls.env["purchase.order"].create(
            {
                "partner_id": cls.customer.id,
                "order_line": [
                    Command.create(
                        {"product_id": (product or cls.device).id, "product_qty": 2, "price_unit": 5}
                    )
                ],
            }
        )


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


@tagged("post_install", "-at_install")
class TestStop(CertificateCommon):
    def test_ended_certificate_stops_sale_and_purchase(self):
        certificate = self._create_certificate(-1)
        pattern = f"Infusion Pump.*20240001 ended on {certificate.valid_until}"
        with self.assertRefusal(UserError, pattern):
            self._create_sale().action_confirm()
        with self.assertRefusal(UserError, pattern):
            self._create_purchase().button_confirm()
        self.assertTrue(self.device.is_stopped)
        self.assertIn("ended on", self.device.stop_reason)
        self.assertIn(self.device, self.env["product.product"].search([("is_stopped", "=", True)]))
        self.assertNotIn(self.device, self.env["product.product"].search([("is_stopped", "=", False)]))

    def test_last_day_and_renewal_let_it_through(self):
        ended = self._create_certificate(-1)
        with self.assertRefusal(UserError, "can't be sold"):
            self._create_sale().action_confirm()
        renewed = self._create_certificate(0, number="20240002")
        self._create_sale().action_confirm()
        self._create_purchase().button_confirm()
        self.assertFalse(self.device.is_stopped)
        renewed.unlink()
        ended.valid_until = False
        self._create_sale().action_confirm()

    def test_a_certificate_of_the_future_does_not_help_yet(self):
        self._create_certificate(-1)
        self._create_certificate(None, number="N", valid_from=self.today + timedelta(days=1))
        with self.assertRefusal(UserError, "can't be sold"):
            self._create_sale().action_confirm()

    def test_only_what_the_jurisdiction_demands_stops(self):
        self._create_certificate(-1, kind="filing")  # demanded of class I only
        self._create_certificate(-1, kind="ce_certificate", jurisdiction_id=self.eu.id)  # not sold there
        self._create_sale().action_confirm()
        self.device.jurisdiction_ids = self.nmpa | self.eu
        with self.assertRefusal(UserError, "CE Certificate"):
            self._create_sale().action_confirm()

    def test_without_jurisdiction_of_its_own_the_company_counts(self):
        self._create_certificate(-1)
        self.device.jurisdiction_ids = False
        self.env.company.jurisdiction_ids = self.eu
        self._create_sale().action_confirm()
        self.env.company.jurisdiction_ids = self.nmpa
        with self.assertRefusal(UserError, "can't be sold"):
            self._create_sale().action_confirm()
        self.env.company.jurisdiction_ids = False
        with self.assertRefusal(UserError, "can't be sold"):
            self._create_sale().action_confirm()

    def test_licence_of_the_maker_stops_purchase_only(self):
        licence = self._create_certificate(-1, kind="production_licence", maker_id=self.maker.id)
        self._create_sale().action_confirm()
        with self.assertRefusal(UserError, "Production Licence.*ended"):
            self._create_purchase().button_confirm()
        licence.valid_until = self.today
        self._create_purchase().button_confirm()

    def test_certificate_of_another_company_neither_stops_nor_helps(self):
        other = self.env["res.company"].create({"name": "Other"})
        theirs = self._create_certificate(-1, company_id=other.id)
        self._create_sale().action_confirm()
        self._create_certificate(-1, number="2")
        theirs.valid_until = False
        with self.assertRefusal(UserError, "can't be sold"):
            self._create_sale().action_confirm()

    def test_doors_to_a_confirmed_order(self):
        """State written or imported, approval, lines added, quantities raised, products swapped."""
        self._create_certificate(-1)
        other = self._create_product("Plaster")
        for order, quantity in (
            (self._create_sale, "product_uom_qty"),
            (self._create_purchase, "product_qty"),
        ):
            done = "sale" if order == self._create_sale else "purchase"
            confirmed = order(other)
            confirmed.write({"state": done})
            line = confirmed.order_line
            for message, act in (
                ("state", lambda o=order, d=done: o().write({"state": d})),
                ("copy", lambda o=order, d=done: o().copy({"state": d})),
                (
                    "line",
                    lambda c=confirmed, q=quantity: c.write(
                        {"order_line": [Command.create({"product_id": self.device.id, q: 1})]}
                    ),
                ),
                ("swap", lambda li=line: li.write({"product_id": self.device.id})),
            ):
                with self.subTest(door=message, state=done), self.assertRefusal(UserError, "can't be"):
                    act()

    def test_more_of_a_stopped_device_is_refused_less_is_not(self):
        sale, purchase = self._create_sale(), self._create_purchase()
        sale.action_confirm()
        purchase.button_confirm()
        self._create_certificate(-1)
        for line, name in ((sale.order_line, "product_uom_qty"), (purchase.order_line, "product_qty")):
            with self.assertRefusal(UserError, "can't be"):
                line[name] = 3
            line[name] = 1

    def test_approval_of_a_purchase(self):
        self.env.company.po_double_validation = "two_step"
        self.env.company.po_double_validation_amount = 0
        order = self._create_purchase()
        order.with_user(self._create_user("purchaser")).button_confirm()
        self.assertEqual(order.state, "to approve")
        self._create_certificate(-1)
        with self.assertRefusal(UserError, "can't be bought"):
            order.button_approve()

    def test_shops_get_nothing_of_a_stopped_device(self):
        self._create_lot("L1", quantity=5)
        other = self._create_product("Second", is_medical_device=True, device_class="II")
        self._create_lot("M1", product=other, quantity=3)
        both = self.device | other
        self.assertEqual(both._get_sellable_quantities(self.warehouse), {self.device.id: 5, other.id: 3})
        self._create_certificate(-1)
        self.assertEqual(both._get_sellable_quantities(self.warehouse), {other.id: 3})

    def test_goods_on_the_way_still_leave_and_arrive(self):
        self._create_lot("L1", quantity=5)
        delivery = self._create_delivery(2)
        self._create_certificate(-1)
        delivery.button_validate()
        self.assertEqual(delivery.state, "done")


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
