from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .certificate_common import CertificateCommon


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
