from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import new_test_user

from .common import MedCommon


@tagged("post_install", "-at_install")
class TestLotFollowers(MedCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={"tracking_disable": False, "no_reset_password": True})
        cls.lot = cls._create_lot("L1", days=400, quantity=1).with_env(cls.env)
        cls.device = cls.device.with_env(cls.env)
        cls.reader = new_test_user(
            cls.env, "reader", groups="med_lot_traceability.group_warehouse", notification_type="inbox"
        )
        cls._flush_tracking()

    @classmethod
    def _flush_tracking(cls):
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def _get_told(self, subtype):
        """How often the reader was told by a message of this subtype about the lot."""
        return self.env["mail.notification"].search_count(
            [
                ("res_partner_id", "=", self.reader.partner_id.id),
                ("mail_message_id.model", "=", "stock.lot"),
                ("mail_message_id.res_id", "=", self.lot.id),
                ("mail_message_id.subtype_id", "=", self.env.ref(f"med_lot_traceability.{subtype}").id),
            ]
        )

    def _subscribe(self, record, *subtypes):
        ids = [self.env.ref(f"med_lot_traceability.{name}").id for name in subtypes] or None
        record.message_subscribe(self.reader.partner_id.ids, ids)

    def _hold(self):
        self.lot._set_release_status("hold", "Complaint")
        self._flush_tracking()

    def test_follower_of_the_lot(self):
        self._subscribe(self.lot)
        self._hold()
        self.assertEqual(self._get_told("mt_lot_status"), 1)
        self.lot.expiration_date += timedelta(days=1)
        self._flush_tracking()
        self.assertEqual(self._get_told("mt_lot_dates"), 1)

    def test_follower_of_the_product(self):
        for record in self.device, self.device.product_tmpl_id:
            with self.subTest(model=record._name), self.env.cr.savepoint():
                self._subscribe(record)
                self._hold()
                self.assertEqual(self._get_told("mt_lot_status"), 1)
                record.message_unsubscribe(self.reader.partner_id.ids)
                self.lot._set_release_status("released", "Unfounded")
                self._flush_tracking()
                self.assertEqual(self._get_told("mt_lot_status"), 1)
                self.env["mail.notification"].search([]).unlink()

    def test_follower_of_a_certificate(self):
        certificate = self.env["med.certificate"].create(
            {
                "number": "REG-1",
                "jurisdiction_id": self.env["med.jurisdiction"].search([], limit=1).id,
                "product_tmpl_ids": self.device.product_tmpl_id.ids,
            }
        )
        self._flush_tracking()
        self._subscribe(certificate)
        self._hold()
        self.assertEqual(self._get_told("mt_lot_status"), 1)
        certificate.valid_until = fields.Date.today() + timedelta(days=900)
        self._flush_tracking()
        subtype = self.env.ref("med_lot_traceability.mt_certificate_changed")
        message = certificate.message_ids.filtered(lambda message: message.subtype_id == subtype)
        self.assertIn(self.reader.partner_id, message.notified_partner_ids)

    def test_who_follows_both_is_told_once(self):
        self._subscribe(self.lot)
        self._subscribe(self.device)
        self._subscribe(self.device.product_tmpl_id)
        self._hold()
        self.assertEqual(self._get_told("mt_lot_status"), 1)

    def test_only_what_was_chosen(self):
        self._subscribe(self.device.product_tmpl_id, "mt_template_lot_dates")
        self._hold()
        self.assertEqual(self._get_told("mt_lot_status"), 0)
        self.lot.expiration_date += timedelta(days=1)
        self._flush_tracking()
        self.assertEqual(self._get_told("mt_lot_dates"), 1)

    def test_nobody_else_is_told(self):
        self._hold()
        self.assertEqual(self._get_told("mt_lot_status"), 0)

    def test_alert(self):
        self._subscribe(self.device.product_tmpl_id)
        self.lot._raise_alerts("near_expiry", [(self.lot, self.env.company, fields.Datetime.now())])
        self.assertEqual(self._get_told("mt_lot_alert"), 1)

    def test_discussion_stays_among_the_followers_of_the_lot(self):
        self._subscribe(self.device.product_tmpl_id)
        message = self.lot.message_post(body="Look at the seal", subtype_xmlid="mail.mt_comment")
        self.assertNotIn(self.reader.partner_id, message.notified_partner_ids)

    def test_lots_of_other_companies_are_no_business_of_theirs(self):
        company = self.env["res.company"].create({"name": "Other Ltd"})
        self._subscribe(self.device.product_tmpl_id)
        self.lot = self._create_lot("L2").with_env(self.env)
        self._flush_tracking()
        self.lot.company_id = company
        self._hold()
        self.assertEqual(self._get_told("mt_lot_status"), 0)

    def test_follower_of_the_product_hears_of_its_own_data(self):
        template = self.device.product_tmpl_id
        self._subscribe(template)
        template.minimum_shelf_life_days = 77
        self._flush_tracking()
        subtype = self.env.ref("med_lot_traceability.mt_product_data")
        message = template.message_ids.filtered(lambda message: message.subtype_id == subtype)
        self.assertIn(self.reader.partner_id, message.notified_partner_ids)
