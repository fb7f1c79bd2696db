import base64
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .certificate_common import CertificateCommon


@tagged("post_install", "-at_install")
class TestRetention(CertificateCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot = cls._create_lot("L1", quantity=5)
        cls.delivery = cls._create_delivery(2)
        cls.delivery.button_validate()

    @classmethod
    def _pass_retention(cls, lot):
        """The lot expired so long ago that nothing has to be kept any more."""
        lot.expiration_date = fields.Datetime.now() - timedelta(days=1200)

    @classmethod
    def _attach(cls, record, **values):
        return cls.env["ir.attachment"].create(
            {"name": "paper.txt", "raw": b"x", "res_model": record._name, "res_id": record.id, **values}
        )

    def test_dates(self):
        self.assertEqual(self.lot.retain_until, self.lot.expiration_date.date() + relativedelta(months=24))
        endless = self._create_product(
            "Bowl", is_medical_device=True, device_class="I", use_expiration_date=False
        )
        endless.jurisdiction_ids = self.nmpa
        bowl = self._create_lot("B1", days=None, product=endless)
        self.assertEqual(bowl.retain_until, fields.Date.today() + relativedelta(years=5))
        endless.jurisdiction_ids = self.eu
        self.assertEqual(bowl.retain_until, fields.Date.today() + relativedelta(years=10))
        endless.is_implant = True
        self.assertEqual(bowl.retain_until, fields.Date.today() + relativedelta(years=15))
        endless.jurisdiction_ids = self.nmpa
        self.assertEqual((bowl.retain_until, bowl.retain_forever), (False, True))

    def test_rules_are_data(self):
        self.nmpa.retention_months = 36
        self.assertEqual(self.lot.retain_until, self.lot.expiration_date.date() + relativedelta(months=36))

    def test_own_rule_of_the_product_only_adds(self):
        until = self.lot.retain_until
        self.device.write({"retention_rule": "supply", "retention_supply_years": 1})
        self.assertEqual(self.lot.retain_until, until)
        self.device.retention_supply_years = 20
        self.assertGreater(self.lot.retain_until, until)
        self.device.retention_rule = "permanent"
        self.assertTrue(self.lot.retain_forever)
        with self.assertRefusal(UserError, "'L1' must be kept for ever"):
            self.lot.unlink()

    def test_a_later_movement_prolongs(self):
        product = self._create_product("Clip", is_medical_device=True, use_expiration_date=False)
        product.jurisdiction_ids = self.nmpa
        lot = self._create_lot("C1", days=None, product=product, quantity=3)
        delivery = self._create_delivery(1, product)
        delivery.button_validate()
        delivery.move_line_ids.date = fields.Datetime.now() + timedelta(days=400)
        self.env["stock.lot"]._cron_prolong_retention()
        moved_on = fields.Date.today() + timedelta(days=400)
        self.assertEqual(lot.retain_until, moved_on + relativedelta(years=5))

    def test_the_term_begins_by_the_company_s_calendar(self):
        self.env.company.partner_id.tz = "Asia/Shanghai"
        product = self._create_product("Clip", is_medical_device=True, use_expiration_date=False)
        product.jurisdiction_ids = self.nmpa
        lot = self._create_lot("C1", days=None, product=product, quantity=3)
        delivery = self._create_delivery(1, product)
        delivery.button_validate()
        delivery.move_line_ids.date = datetime(2040, 3, 1, 17, 0)  # there it is March 2
        self.env["stock.lot"]._cron_prolong_retention()
        self.assertEqual(lot.retain_until, date(2045, 3, 2))

    def test_lot(self):
        with self.assertRefusal(UserError, f"'L1' must be kept until {self.lot.retain_until} .*Decree 54"):
            self.lot.unlink()
        with self.assertRefusal(UserError, "must be kept"):
            self._create_lot("decided, never moved").sudo().unlink()
        self.env["stock.lot"].create({"name": "mistyped", "product_id": self.device.id}).unlink()
        other = self.env["stock.lot"].create({"name": "P", "product_id": self._create_product("Plaster").id})
        self.assertTrue(other.unlink())

    def test_batch(self):
        batch = self.env["med.lot.batch"].create({"name": "B1", "product_id": self.device.id})
        with self.assertRefusal(UserError, "'B1' must be kept"):
            batch.unlink()
        self.assertTrue(batch.retain_until)

    def test_after_its_date_a_file_may_go(self):
        paper = self._attach(self.lot)
        with self.assertRefusal(UserError, "paper.txt' must be kept until"):
            paper.unlink()
        self._pass_retention(self.lot)
        self.assertTrue(paper.unlink())

    def test_movements_and_transfers(self):
        move = self.delivery.move_ids
        for door in (
            lambda: move.write({"state": "draft"}),
            lambda: move.write({"state": "cancel"}),
            lambda: move.write({"picking_id": False}),
            lambda: self.delivery.write({"move_ids": [Command.unlink(move.id)]}),
            lambda: self.delivery.unlink(),
            lambda: move.unlink(),
            lambda: move.move_line_ids.unlink(),
        ):
            with self.assertRaises(UserError):
                door()
        self.assertEqual((move.state, move.picking_id), ("done", self.delivery))
        with self.assertRefusal(UserError, f"{self.delivery.name}' must be kept until"):
            self.delivery.unlink()
        waiting = self._create_delivery(1)
        waiting.action_cancel()
        self.assertTrue(waiting.unlink())

    def test_product(self):
        for record in (self.device, self.device.product_tmpl_id):
            with self.assertRefusal(UserError, "Infusion Pump' must be kept until"):
                record.unlink()
        self.device.action_archive()
        self.assertFalse(self.device.active)
        self.assertTrue(self._create_product("Unused", is_medical_device=True).unlink())

    def test_partner(self):
        consignee = self.env["res.partner"].create({"name": "Ward 3"})
        self.delivery.partner_id = consignee
        with self.assertRefusal(UserError, "Ward 3' must be kept until"):
            consignee.unlink()
        self.assertTrue(self.env["res.partner"].create({"name": "Nobody"}).unlink())

    def test_certificate(self):
        certificate = self._create_certificate(100, file=base64.b64encode(b"scan"), file_name="scan.pdf")
        with self.assertRefusal(UserError, "20240001' must be kept until"):
            certificate.unlink()
        with self.assertRefusal(UserError, "must be kept until"):
            certificate.file = base64.b64encode(b"another")
        with self.assertRefusal(UserError, "must be kept until"):
            certificate.file = False
        licence = self._create_certificate(100, kind="production_licence", maker_id=self.maker.id)
        with self.assertRefusal(UserError, "must be kept until"):
            licence.unlink()
        self.assertTrue(self._create_certificate(100, number="wrong", product_tmpl_ids=False).unlink())

    def test_files(self):
        certificate = self._create_certificate(100)
        for record in (self.lot, self.delivery, certificate):
            paper = self._attach(record)
            for door in (
                lambda p=paper: p.unlink(),
                lambda p=paper: p.write({"raw": b"y"}),
                lambda p=paper: p.write({"datas": base64.b64encode(b"y")}),
                lambda p=paper: p.write({"res_id": False}),
                lambda p=paper: p.write({"res_model": "res.partner"}),
                lambda p=paper: p.write({"store_fname": "other"}),
                lambda p=paper: p.sudo().unlink(),
            ):
                with self.subTest(record=record), self.assertRefusal(UserError, "must be kept until"):
                    door()
            paper.write({"res_model": record._name, "res_id": record.id})
            self.assertEqual(paper.raw, b"x")

    def test_report_is_free_until_the_decision(self):
        lot = self._create_lot("L2", status="quarantine")
        lot.inspection_report = base64.b64encode(b"second try")
        lot._set_release_status("released", "passed")
        with self.assertRaises(UserError):
            lot.inspection_report = base64.b64encode(b"third try")
        report = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "stock.lot"),
                ("res_id", "=", lot.id),
                ("res_field", "=", "inspection_report"),
            ]
        )
        with self.assertRefusal(UserError, "part of its release decision"):
            report.unlink()

    def test_chatter(self):
        message = self.lot.message_post(body="The seal was broken", message_type="comment")
        for door in (
            lambda: message.unlink(),
            lambda: message.write({"body": "All well"}),
            lambda: message.write({"res_id": False}),
            lambda: self.lot._message_update_content(message, body="All well"),
        ):
            with self.assertRefusal(UserError, "must be kept until"):
                door()
        self.assertIn("broken", message.body)
        message.write({"starred_partner_ids": [Command.link(self.env.user.partner_id.id)]})
        mail = self.env["mail.mail"].create(
            {"model": "stock.lot", "res_id": self.lot.id, "body_html": "x", "email_to": "a@example.com"}
        )
        self.assertTrue(mail.unlink())
        on_partner = self.customer.message_post(body="typo", message_type="comment")
        on_partner.body = "no typo"

    def test_tracked_values(self):
        tracked = self.lot.with_context(tracking_disable=False, mail_notrack=False)
        self.cr.flush()  # what is created and changed in one transaction is not tracked
        tracked.sterilisation_lot = "S1"
        self.env.flush_all()
        self.cr.flush()
        value = self.lot.message_ids.tracking_value_ids.filtered(lambda value: value.new_value_char == "S1")
        self.assertEqual(len(value), 1)
        with self.assertRefusal(UserError, "must be kept until"):
            value.new_value_char = "S2"
        with self.assertRefusal(UserError, "must be kept until"):
            value.unlink()

    def test_orders(self):
        sale = self._create_sale()
        sale.action_confirm()
        sale.picking_ids.button_validate()
        sale.write({"state": "cancel", "locked": False})
        with self.assertRefusal(UserError, f"{sale.name}' must be kept until"):
            sale.unlink()
        with self.assertRefusal(UserError, "must be kept until"):
            sale.order_line.unlink()
        unused = self._create_sale()
        unused.action_cancel()
        self.assertTrue(unused.unlink())

    def test_invoices(self):
        sale = self._create_sale()
        sale.action_confirm()
        sale.picking_ids.button_validate()
        invoice = sale._create_invoices()
        invoice.action_post()
        invoice.button_draft()
        with self.assertRefusal(UserError, "must be kept until"):
            invoice.with_context(force_delete=True).unlink()
