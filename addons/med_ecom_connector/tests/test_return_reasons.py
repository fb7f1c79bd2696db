"""A shop's own words for the reasons of returns, each chosen once by a person."""

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ShopCase, ShopifyCase, WooCommerceCase
from .test_returns import ReturnsCase


@tagged("post_install", "-at_install")
class TestReturnReasons(ReturnsCase, WooCommerceCase):
    def returned(self, reason):
        order, sale = self.shipped([("PO-100", 2)])
        self.shop.refund(order, "59.88", [(0, 1, "49.90", "9.98")], reason=reason)
        self.again()
        return sale.ecom_return_ids

    def rows(self):
        return self.env["ecom.return.reason.map"].search([("store_id", "=", self.store.id)])

    def test_unknown_word_appears_and_its_choice_reaches_returns_that_wait(self):
        one = self.returned("Kaputt")
        other = self.returned("zu spät")
        self.assertEqual(one.reason_id.code, "other")
        self.assertEqual(self.rows().mapped("name"), ["Kaputt", "zu spät"])
        self.assertFalse(self.rows().reason_id)
        defective = self.env.ref("med_ecom_connector.return_reason_defective")
        self.rows()[0].with_user(self.order_desk).reason_id = defective
        self.assertEqual((one.reason_id, other.reason_id.code), (defective, "other"))
        self.assertEqual(self.returned("  kaputt ").reason_id, defective)
        self.assertEqual(len(self.rows()), 2)

    def test_decided_and_chosen_by_hand_stays(self):
        one, two = self.returned("Kaputt"), self.returned("Kaputt")
        two.reason_id = self.env.ref("med_ecom_connector.return_reason_damaged")
        self.receive(one)
        self.decide(one, "decline", "worn")
        self.rows().reason_id = self.env.ref("med_ecom_connector.return_reason_defective")
        self.assertEqual((one.reason_id.code, two.reason_id.code), ("other", "damaged"))

    def test_our_own_codes_and_names_need_no_choice_but_may_have_one(self):
        self.assertEqual(self.returned("Wrong size").reason_id.code, "wrong_size")
        self.assertFalse(self.rows())
        self.env["ecom.return.reason.map"].with_user(self.order_desk).create(
            {
                "store_id": self.store.id,
                "name": "Wrong size",
                "reason_id": self.env.ref("med_ecom_connector.return_reason_changed_mind").id,
            }
        )
        self.assertEqual(self.returned("wrong size").reason_id.code, "changed_mind")

    def test_no_word_and_whole_stories_are_no_reasons_to_choose(self):
        self.assertEqual(self.returned("").reason_id.code, "other")
        self.assertEqual(self.returned("It arrived late, " * 5).reason_id.code, "other")
        self.assertEqual(self.returned("%").reason_id.code, "other")
        self.assertEqual(self.rows().mapped("name"), ["%"])

    def test_one_row_per_word_and_shop(self):
        self.returned("Kaputt")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.rows().copy({"name": "KAPUTT"})

    def test_another_company_does_not_see_it(self):
        self.returned("Kaputt")
        company = self.env["res.company"].create({"name": "Other company"})
        stranger = self._create_user(
            "stranger", "order_desk", company_id=company.id, company_ids=[(6, 0, company.ids)]
        )
        self.assertTrue(self.rows().with_user(self.order_desk).search([]))
        self.assertFalse(self.rows().with_user(stranger).search([]))
        with self.assertRaises(self.AccessError):
            self.rows().with_user(self._create_user("warehouse")).search([])


@tagged("post_install", "-at_install")
class TestReasonsOfLines(ReturnsCase, ShopCase):
    def returned(self, *reasons):
        """A return of the order's two lines, each for its own reason."""
        order, sale = self.shipped([("PO-100", 2), ("GLOVE", 1)])
        row = self.shop.request_return(order, [(index, 1) for index in range(len(reasons))])
        for item, reason in zip(row["items"], reasons, strict=True):
            item["reason"] = {"value": reason, "label": reason}
        self.again()
        return sale.ecom_return_ids

    def test_each_line_keeps_its_reason_and_one_to_check_speaks_for_all(self):
        one = self.returned("changed_mind", "damaged")
        self.assertEqual(one.line_ids.mapped("reason_id.code"), ["changed_mind", "damaged"])
        self.assertEqual((one.reason_id.code, one.needs_check), ("damaged", True))
        self.assertEqual(one.reason_text, "changed_mind, damaged")

    def test_unknown_word_of_the_second_line_waits_for_its_choice(self):
        one = self.returned("changed_mind", "kaputt")
        self.assertEqual((one.reason_id.code, one.needs_check), ("other", True))
        row = self.env["ecom.return.reason.map"].search([("store_id", "=", self.store.id)])
        self.assertEqual(row.mapped("name"), ["kaputt"])
        row.reason_id = self.env.ref("med_ecom_connector.return_reason_wrong_size")
        self.assertEqual(one.line_ids.mapped("reason_id.code"), ["changed_mind", "wrong_size"])
        self.assertFalse(one.needs_check)


@tagged("post_install", "-at_install")
class TestReasonsShopify(ReturnsCase, ShopifyCase):
    def test_code_is_the_reason_and_the_customers_note_no_word_to_choose_for(self):
        order, sale = self.shipped([("PO-100", 2)])
        self.shop.request_return(order, [(0, 1)], reason="DEFECTIVE", note="does not switch on")
        self.again()
        one = sale.ecom_return_ids
        self.assertEqual((one.reason_id.code, one.reason_text), ("defective", "does not switch on"))
        self.assertFalse(self.env["ecom.return.reason.map"].search([("store_id", "=", self.store.id)]))
